import { type ComponentChildren } from 'preact'
import { ask } from '../live/api'
import { type Card, type Config } from '../live/contract'
import { useLive } from '../live/use-live'
import { Failure, StateNote } from '../parts/state-note'
import { UserPicker } from '../parts/user-picker'
import { useAction } from '../parts/use-action'
import { useMore } from '../parts/use-more'
import { nameOfOpenid } from '../parts/words'
import { CardView } from './card-view'
import { Subscriptions } from './subscriptions'
import './inbox.css'

/** So many cards are drawn at a time. */
const PAGE = 50

interface Props {
  config: Config
  openid: string
  /** Users whom a card reached that nobody looked at. */
  newsOf: ReadonlySet<string>
  /** Emulated time now. */
  now: () => number
  onChoose(openid: string): void
  /** Opens the mini-program of that user at a page. */
  onOpen(openid: string, page: string): void
}

/** 服务通知 of one user, and what the platform knows of what she agreed to. */
export function Inbox({ config, openid, newsOf, now, onChoose, onOpen }: Props) {
  const { users } = config
  const of = openid === '' ? undefined : `/emulator/inbox?openid=${encodeURIComponent(openid)}`
  const { data: cards, error, reload } = useLive<Card[]>(of, ['inbox'], (change) => change.openid === openid)
  const action = useAction()
  const open = (card: Card) => {
    void action.run(() => ask('/emulator/inbox/opened', { openid, id: card.id }))
    if (card.page !== undefined) onOpen(openid, card.page)
  }
  const refuse = (card: Card) => void action.run(() => ask('/emulator/refuse', { openid, templateId: card.templateId }))
  return (
    <div class="inbox">
      <div class="inbox-cards">
        <div class="row inbox-head">
          <UserPicker users={users} openid={openid} label="谁的服务通知" onChoose={onChoose} />
          <span class="hint">{cards && `共 ${cards.length} 条`}</span>
        </div>
        {newsOf.size > 0 && (
          <p class="row wrap inbox-news">
            {[...newsOf].map((other) => (
              <button key={other} type="button" class="chip-button" onClick={() => onChoose(other)}>
                <span class="unread-dot" /> {nameOfOpenid(users, other)}有新通知
              </button>
            ))}
          </p>
        )}
        {(error ?? action.error) && <Failure error={error ?? action.error ?? ''} retry={reload} />}
        {cards?.length === 0 && (
          <StateNote icon="bell" title={`${nameOfOpenid(users, openid)}还没有收到通知`}>
            在手机里同意接收，再让云函数发一条订阅消息，卡片会立刻出现在这里。
          </StateNote>
        )}
        {/* Somebody else's begin at the first again. */}
        <Cards key={openid} cards={cards ?? []}>
          {(card) => <CardView card={card} appName={config.appName ?? '小程序'} now={now()} onOpen={() => open(card)} onRefuse={() => refuse(card)} />}
        </Cards>
      </div>
      <Subscriptions openid={openid} templates={config.templates} />
    </div>
  )
}

function Cards({ cards, children }: { cards: readonly Card[]; children: (card: Card) => ComponentChildren }) {
  const { shown, more } = useMore(cards, PAGE, '条')
  return (
    <>
      <ol aria-label="服务通知" aria-live="polite">
        {shown.map((card) => (
          <li key={card.id}>{children(card)}</li>
        ))}
      </ol>
      {more}
    </>
  )
}
