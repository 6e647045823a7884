interface Props<V extends string> {
  label: string
  options: readonly { value: V; text: string }[]
  value: V
  onChange(value: V): void
}

/** One of a few. */
export function Select<V extends string>({ label, options, value, onChange }: Props<V>) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value as V)}>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  )
}
