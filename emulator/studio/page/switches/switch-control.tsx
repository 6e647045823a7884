import { CommittedInput } from '../parts/committed-input'
import { type SwitchWords } from './switch-words'

interface Props {
  words: SwitchWords
  value: unknown
  disabled: boolean
  onChange(value: unknown): void
}

const YES_OR_NO = { true: '是', false: '否' }

/** The control that fits a switch: by its options, or by the kind of its value. */
export function SwitchControl({ words: { question, options, nullable }, value, disabled, onChange }: Props) {
  const chosen = options ?? (typeof value === 'boolean' ? YES_OR_NO : undefined)
  if (chosen) {
    return (
      <select
        aria-label={question}
        disabled={disabled}
        value={String(value)}
        onChange={({ currentTarget }) => onChange(like(value, currentTarget.value))}
      >
        {Object.entries(chosen).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    )
  }
  const text = Array.isArray(value) ? value.join('，') : String(value ?? '')
  return (
    <CommittedInput
      label={question}
      disabled={disabled}
      numeric={typeof value === 'number' || nullable}
      placeholder={nullable ? '不限' : ''}
      value={text}
      onCommit={(typed) => onChange(read(typed.trim(), value, nullable))}
    />
  )
}

/** A chosen option, as the kind of value that the switch has. */
function like(value: unknown, option: string): unknown {
  if (typeof value === 'boolean') return option === 'true'
  return typeof value === 'number' ? Number(option) : option
}

/** What was typed, as the kind of value that the switch has; the local cloud says what is impossible. */
function read(text: string, value: unknown, nullable = false): unknown {
  if (nullable && text === '') return null
  if (Array.isArray(value)) return text.split(/[,，\s]+/).filter(Boolean)
  if ((typeof value !== 'number' && !nullable) || !/^-?\d+$/.test(text)) return text
  return Number(text)
}
