import { type Kind } from '../../services/answers'
import { isBanned, isEnough, MAX_ASKED } from '../../services/ask-plan'
import { type SubscriptionSettings } from '../../services/settings'

/** A kind of reminder as the first page shows it. */
export interface KindView extends Kind {
  isLongTerm: boolean
  ticked: boolean
  /** WeChat would not ask for it: it was refused for good, or banned. */
  isShut: boolean
  /** The sample card is unfolded. */
  isOpen: boolean
  status: string
  tone: 'good' | 'plain' | 'bad'
  /** What stands in the way, or why no panel will show. */
  note: string
}

/**
 * One-time kinds first, for the one button; keeps ticks and folds of the cards that were there before.
 * @param wanted  keys of the only ones to be ticked at first, as the card that brought her says
 */
export function viewKinds(kinds: readonly Kind[], settings: SubscriptionSettings, before: readonly KindView[] = [], wanted?: readonly string[]): KindView[] {
  const fresh = freshTicks(kinds, settings, wanted)
  const inOrder = [...kinds.filter(({ type }) => type === 'one-time'), ...kinds.filter(({ type }) => type === 'long-term')]
  return inOrder.map((kind) => {
    const old = before.find((each) => each.key === kind.key)
    const isShut = settings.refused.includes(kind.templateId) || isBanned(kind, settings)
    // What has just become enough is not asked for once more by the next tap.
    const isFull = old !== undefined && isEnough(kind) && !isEnough(old)
    return {
      ...kind,
      isLongTerm: kind.type === 'long-term',
      ticked: !isShut && !isFull && (old ? old.ticked : fresh.has(kind.key)),
      isShut,
      isOpen: old?.isOpen ?? false,
      ...statusOf(kind),
      note: noteOf(kind, settings),
    }
  })
}

/** What the next panel would ask for; one-time and long-term never go together (20002). */
export function tickedOf(kinds: readonly KindView[]): KindView[] {
  return kinds.filter((kind) => kind.ticked && !kind.isLongTerm)
}

/** A kind that was refused or stopped is not ticked by itself: nobody is asked twice without wanting it. Neither is one of which she has enough. */
function freshTicks(kinds: readonly Kind[], { refused }: SubscriptionSettings, only?: readonly string[]): Set<string> {
  const isOpen = ({ type, standing, templateId }: Kind): boolean => type === 'one-time' && (standing === 'none' || standing === 'accept' || (only !== undefined && standing === 'reject')) && !refused.includes(templateId)
  const wanted = kinds.filter((kind) => isOpen(kind) && !isEnough(kind) && (only?.includes(kind.key) ?? true))
  return new Set(wanted.slice(0, MAX_ASKED).map((kind) => kind.key))
}

function statusOf({ type, standing, credits }: Kind): Pick<KindView, 'status' | 'tone'> {
  if (standing === 'stopped') return { status: '已停止', tone: 'plain' }
  if (standing === 'ban') return { status: '被微信停用', tone: 'bad' }
  if (type === 'long-term') return standing === 'accept' ? { status: '长期有效', tone: 'good' } : { status: '未开启', tone: 'plain' }
  if (credits > 0) return { status: `还可接收 ${credits} 条`, tone: 'good' }
  return { status: standing === 'accept' ? '次数已用完' : '未开启', tone: 'plain' }
}

function noteOf(kind: Kind, { accepted, refused }: SubscriptionSettings): string {
  const { templateId, standing, credits } = kind
  if (standing === 'stopped') return credits > 0 ? `已同意的 ${credits} 条还在，再开启一次就会继续发给你` : '再开启一次就会继续发给你'
  if (standing === 'ban') return '微信停用了这个模板，暂时不能开启'
  if (refused.includes(templateId)) return '你取消时勾了「总是保持以上选择」，要先在设置里改为接收'
  if (accepted.includes(templateId)) return '已记住你的选择，不再弹窗'
  if (kind.type === 'one-time' && isEnough(kind)) return '够用了，用掉以后再开启就行'
  return ''
}

export interface Banner {
  text: string
  hasSettings: boolean
}

/** What holds for the page as a whole. */
export function bannerOf(kinds: readonly KindView[], { mainSwitch, refused }: SubscriptionSettings): Banner | undefined {
  if (!mainSwitch) return { text: '你关闭了这个小程序的通知，现在收不到任何提醒。', hasSettings: true }
  const shut = kinds.filter((kind) => refused.includes(kind.templateId))
  if (shut.length === 0) return undefined
  return { text: `${shut.map((kind) => `「${kind.title}」`).join('')}在微信里设成了不接收，点「开启提醒」也不会再询问。`, hasSettings: true }
}

/** Under the button. */
export function hintOf(ticked: readonly KindView[], { accepted }: SubscriptionSettings): string {
  if (ticked.length > 0 && ticked.every((kind) => accepted.includes(kind.templateId))) return '已记住你的选择，不再弹窗，点一次多一条'
  return '每同意一次，可收到一条'
}
