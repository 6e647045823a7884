import { useRef } from 'preact/hooks'
import { sideOf, tabByKey, tabsOf, type Side, type TabId } from './tabs'

interface Props {
  side: Side
  /** The one that is shown; it may be of the other side. */
  tab: TabId
  news: ReadonlySet<TabId>
  /** Tabs with trouble that is in effect. */
  alerts: ReadonlySet<TabId>
  onChoose(tab: TabId): void
}

const WORDS: Record<Side, string> = { cloud: '工具', phone: '手机里' }

export function TabBar({ side, tab, news, alerts, onChoose }: Props) {
  const bar = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const from = (event.target as HTMLElement).id.replace(/^tab-/, '') as TabId
    const next = tabByKey(from, event.key)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
    bar.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  const tabs = tabsOf(side)
  // The keyboard comes in at the chosen one, or at the first of a bar where none is.
  const reached = sideOf(tab) === side ? tab : tabs[0]?.id
  return (
    <div class={`tab-bar ${side}`} role="tablist" aria-label={WORDS[side]} ref={bar} onKeyDown={onKey}>
      {tabs.map(({ id, text }) => (
        <button
          key={id}
          type="button"
          id={`tab-${id}`}
          role="tab"
          aria-selected={id === tab}
          aria-controls={`panel-${side}`}
          tabIndex={id === reached ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {text}
          {news.has(id) && <span class={id === 'inbox' ? 'badge new' : 'badge'} role="img" aria-label="有变化" />}
          {alerts.has(id) && <span class="badge alert" role="img" aria-label={id === 'faults' ? '有故障在生效' : '有错误'} />}
        </button>
      ))}
    </div>
  )
}
