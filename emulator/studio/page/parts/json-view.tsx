import { jsonPieces, prettyJson } from './json'
import './json.css'

/** More than a person reads, and more than a browser colours quickly. */
const MAX_CHARACTERS = 60_000

/** A value, indented and coloured. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = prettyJson(value)
  const shown = text.slice(0, MAX_CHARACTERS)
  return (
    <pre class="json" tabIndex={0} aria-label={label}>
      {jsonPieces(shown).map(({ kind, text: piece }) => (kind === 'plain' ? piece : <span class={`json-${kind}`}>{piece}</span>))}
      {text.length > shown.length && `\n… 还有 ${text.length - shown.length} 个字符`}
    </pre>
  )
}
