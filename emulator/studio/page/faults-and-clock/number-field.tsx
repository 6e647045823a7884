import { CommittedInput } from '../parts/committed-input'

interface Props {
  label: string
  unit: string
  value: number
  onChange(value: number): void
}

/** A whole number, 0 or more; taken when it is left or Enter is pressed. */
export function NumberField({ label, unit, value, onChange }: Props) {
  return (
    <label class="number-field">
      <CommittedInput
        count
        label={label}
        value={String(value)}
        onCommit={(text) => onChange(Math.max(0, Math.floor(Number(text) || 0)))}
      />
      <span class="hint">{unit}</span>
    </label>
  )
}
