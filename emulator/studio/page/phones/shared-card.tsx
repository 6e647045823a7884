import { useEffect, useState } from 'preact/hooks'
import { readShared, type SharedCard } from '../../../miniprogram/runtime/shell/shared-card'
import { type User } from '../live/contract'
import { IconButton } from '../parts/icon'
import { UserPicker } from '../parts/user-picker'
import { nameOfOpenid } from '../parts/words'

interface Props {
  users: readonly User[]
  onOpen(card: SharedCard, openid: string): void
}

/** A card that one of the phones has just sent to a chat, and who opens it: there is no chat here. */
export function SharedCardBar({ users, onOpen }: Props) {
  const [card, setCard] = useState<SharedCard>()
  useEffect(() => {
    const hear = ({ origin, data }: MessageEvent<unknown>) => {
      const shared = origin === window.location.origin ? readShared(data) : undefined
      if (shared) setCard(shared)
    }
    window.addEventListener('message', hear)
    return () => window.removeEventListener('message', hear)
  }, [])
  if (!card) return null
  const others = users.filter(({ openid }) => openid !== card.from)
  const open = (openid: string) => {
    setCard(undefined)
    onOpen(card, openid)
  }
  return (
    <aside class="shared-card" aria-label="转发的卡片">
      <div class="grow">
        <strong>{card.title}</strong>
        <p class="hint">
          {nameOfOpenid(users, card.from)}转发了小程序卡片：{card.path}
        </p>
      </div>
      {others.slice(0, SHOWN).map(({ openid }) => (
        <button key={openid} type="button" class="chip-button" onClick={() => open(openid)}>
          {nameOfOpenid(users, openid)}打开
        </button>
      ))}
      {others.length > SHOWN && <UserPicker users={others} openid="" label="别人打开" onChoose={open} />}
      <IconButton name="close" label="收起卡片" onClick={() => setCard(undefined)} />
    </aside>
  )
}

/** Of those who may open it; all others are searched for. */
const SHOWN = 3
