import { parseJson, prettyJson } from './json'
import './json.css'

interface Props {
  label: string
  text: string
  rows?: number
  placeholder?: string
  onChange(text: string): void
  /** Ctrl+Enter or ⌘+Enter, when the text is JSON. */
  onSubmit(): void
}

/** A text to write JSON in; says at once where it goes wrong. */
export function JsonEditor({ label, text, rows = 10, placeholder, onChange, onSubmit }: Props) {
  const parsed = parseJson(text)
  const tidy = () => {
    if (parsed.ok) onChange(prettyJson(parsed.value))
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    if (parsed.ok) onSubmit()
  }
  return (
    <div class="json-editor">
      <textarea
        aria-label={label}
        aria-invalid={!parsed.ok}
        spellcheck={false}
        rows={rows}
        placeholder={placeholder}
        value={text}
        onInput={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={onKey}
      />
      <div class="json-foot">
        <span role="status" class={parsed.ok ? 'hint' : 'bad'}>
          {parsed.ok ? 'Ctrl + Enter 执行' : parsed.message}
        </span>
        <button type="button" class="link" disabled={!parsed.ok || text.trim() === ''} onClick={tidy}>
          整理格式
        </button>
      </div>
    </div>
  )
}
