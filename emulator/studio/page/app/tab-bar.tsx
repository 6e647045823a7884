import { useRef } from 'preact/hooks'
import { TABS, tabByKey, type TabId } from './tabs'

interface Props {
  tab: TabId
  news: ReadonlySet<TabId>
  /** Tabs with trouble that is in effect. */
  alerts: ReadonlySet<TabId>
  onChoose(tab: TabId): void
}

export function TabBar({ tab, news, alerts, onChoose }: Props) {
  const bar = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const next = tabByKey(tab, event.key)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
    bar.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <div class="tab-bar" role="tablist" aria-label="工具" ref={bar} onKeyDown={onKey}>
      {TABS.map(({ id, text }) => (
        <button
          key={id}
          type="button"
          id={`tab-${id}`}
          role="tab"
          aria-selected={id === tab}
          aria-controls="panel"
          tabIndex={id === tab ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {text}
          {news.has(id) && <span class={id === 'inbox' ? 'badge new' : 'badge'} role="img" aria-label="有变化" />}
          {alerts.has(id) && <span class="badge alert" role="img" aria-label="有故障在生效" />}
        </button>
      ))}
    </div>
  )
}
