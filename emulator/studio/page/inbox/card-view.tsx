import { useRef, useState } from 'preact/hooks'
import { type Card } from '../live/contract'
import { Icon, IconButton } from '../parts/icon'
import { chatTime } from '../parts/time'
import { useDismiss } from '../parts/use-dismiss'

/** Which version of the mini-program a card opens; the released one needs no word. */
const STATE_WORDS: Record<string, string> = { developer: '开发版', trial: '体验版' }

interface Props {
  card: Card
  appName: string
  /** Emulated time now. */
  now: number
  onOpen(): void
  onRefuse(): void
}

/** A service message as WeChat shows it. */
export function CardView({ card, appName, now, onOpen, onRefuse }: Props) {
  return (
    <article class={card.read ? 'card' : 'card unread'} aria-label={`${card.title}${card.read ? '' : '，未读'}`}>
      <time>{chatTime(card.at, now)}</time>
      <div class="card-body">
        <header>
          <span class="app-icon" aria-hidden="true">
            {[...appName][0]}
          </span>
          <span class="app-name">{appName}</span>
          {STATE_WORDS[card.miniprogramState] && <span class="chip">{STATE_WORDS[card.miniprogramState]}</span>}
          {!card.read && <span class="unread-dot" title="未读" />}
          <CardMenu onRefuse={onRefuse} />
        </header>
        <h3>{card.title}</h3>
        <dl>
          {card.lines.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <button type="button" class="card-open" onClick={onOpen} title={card.page}>
          {card.page === undefined ? '没有跳转页面' : '进入小程序查看'}
          <Icon name="right" />
        </button>
      </div>
    </article>
  )
}

function CardMenu({ onRefuse }: { onRefuse: () => void }) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)
  useDismiss(box, open, () => setOpen(false))
  const refuse = () => {
    setOpen(false)
    onRefuse()
  }
  return (
    <span class="card-menu" ref={box}>
      <IconButton name="more" label="更多" onClick={() => setOpen(!open)} />
      {open && (
        <span class="popover" role="menu">
          <button type="button" role="menuitem" ref={(item) => item?.focus()} onClick={refuse}>
            拒收这类通知
          </button>
        </span>
      )}
    </span>
  )
}
