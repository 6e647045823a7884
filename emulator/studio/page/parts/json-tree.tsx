import { useState } from 'preact/hooks'
import { wordOf } from '../../../miniprogram/runtime/workbench/shown'
import { Icon } from './icon'
import { parseJson } from './json'
import './json.css'

export type TreePath = readonly (string | number)[]

interface Props {
  value: unknown
  /** What it is, for a screen reader. */
  label: string
  /** So many levels stand open at first. */
  open?: number
  /** Lets values be changed; lists and objects as JSON. */
  onEdit?: (path: TreePath, value: unknown) => void
}

/** So many items are drawn at a time. */
const MOST_ITEMS = 100
const MAX_PREVIEW = 72

/** A value as a tree whose branches open, each drawn only when it is open. */
export function JsonTree({ value, label, open = 1, onEdit }: Props) {
  return (
    <div class="json json-tree" role="tree" aria-label={label}>
      <Branch name={undefined} value={value} path={[]} open={open} onEdit={onEdit} />
    </div>
  )
}

interface BranchProps extends Pick<Props, 'value' | 'onEdit'> {
  name: string | number | undefined
  path: TreePath
  open: number
}

function Branch({ name, value, path, open, onEdit }: BranchProps) {
  const [isOpen, setOpen] = useState(open > 0)
  const [most, setMost] = useState(MOST_ITEMS)
  const entries = entriesOf(value)
  const label = name === undefined ? null : <span class="json-key">{name}</span>
  if (!entries) return <Leaf label={label} value={value} path={path} onEdit={onEdit} />
  return (
    <div role="treeitem" aria-expanded={isOpen} class="json-branch">
      <button type="button" class="json-fold" onClick={() => setOpen(!isOpen)}>
        <Icon name="right" size={12} />
        {label}
        <span class="json-preview">{isOpen ? (Array.isArray(value) ? `[${entries.length}]` : '{}') : preview(value)}</span>
      </button>
      {isOpen && (
        <div role="group">
          {entries.slice(0, most).map(([key, item]) => (
            <Branch key={key} name={key} value={item} path={[...path, key]} open={open - 1} onEdit={onEdit} />
          ))}
          {entries.length > most && (
            <button type="button" class="link" onClick={() => setMost(most + MOST_ITEMS)}>
              还有 {entries.length - most} 项
            </button>
          )}
        </div>
      )}
    </div>
  )
}

interface LeafProps extends Pick<Props, 'value' | 'onEdit'> {
  label: preact.ComponentChildren
  path: TreePath
}

function Leaf({ label, value, path, onEdit }: LeafProps) {
  const [draft, setDraft] = useState<string>()
  const text = wordOf(value) ?? JSON.stringify(value) ?? 'undefined'
  const parsed = parseJson(draft ?? '')
  const commit = () => {
    if (draft === undefined || !parsed.ok) return
    setDraft(undefined)
    if (draft !== text) onEdit?.(path, parsed.value)
  }
  const onKey = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') commit()
    if (key === 'Escape') setDraft(undefined)
  }
  return (
    <div role="treeitem" class="json-leaf">
      {label}
      {draft !== undefined ? (
        <input
          class="mono"
          aria-label={`${path.join('.')} 的新值`}
          aria-invalid={!parsed.ok}
          title={parsed.ok ? undefined : parsed.message}
          ref={(input) => input?.focus()}
          value={draft}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
          onKeyDown={onKey}
          onBlur={() => (parsed.ok ? commit() : setDraft(undefined))}
        />
      ) : onEdit && wordOf(value) === undefined ? (
        <button type="button" class={`json-value json-${kindOf(value)}`} title="点一下修改" onClick={() => setDraft(text)}>
          {text}
        </button>
      ) : (
        <span class={`json-${kindOf(value)}`}>{text}</span>
      )}
    </div>
  )
}

function entriesOf(value: unknown): [string | number, unknown][] | undefined {
  if (typeof value !== 'object' || value === null || wordOf(value) !== undefined) return undefined
  return Array.isArray(value) ? value.map((item: unknown, index) => [index, item]) : Object.entries(value)
}

function kindOf(value: unknown): 'text' | 'number' | 'word' | 'odd' {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return wordOf(value) === undefined ? 'word' : 'odd'
}

/** The beginning of what is folded. */
export function preview(value: unknown): string {
  const text = JSON.stringify(value, (_, item: unknown) => wordOf(item) ?? item) ?? 'undefined'
  return text.length > MAX_PREVIEW ? `${text.slice(0, MAX_PREVIEW)}…` : text
}
