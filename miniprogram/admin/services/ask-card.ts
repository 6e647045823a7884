import { type Recipient } from '../../services/answers'
import { newId } from '../../services/new-id'
import { askingPage } from '../../services/routes'
import { pushApi } from './push-api'
import { type AskCards } from './report-answers'

/** Of the cards that this phone shared since the app was opened, by what they ask for: each has one code, so that its guests are counted together. */
const codes = new Map<string, string>()

/**
 * What is shared to ask somebody: it opens the page of reminders with this kind ticked, and from then on it is counted who comes by it. WeChat
 * wants the card at once, so the cloud hears of its code beside it; where it does not, the card works and nobody is counted.
 * @param title  of the kind
 * @param template  its key; empty for none in particular, which nobody counts
 * @param isCounted  whoever shares it may have it counted
 */
export function shareAskCard({ title, template, isCounted }: { title: string; template: string; isCounted: boolean }): { title: string; path: string } {
  const words = `请开启「${title}」，以后有消息就能收到`
  if (template === '') return { title: words, path: askingPage() }
  if (!isCounted) return { title: words, path: askingPage({ kinds: template }) }
  const code = codes.get(template) ?? newId()
  codes.set(template, code)
  void pushApi.keepAskCard(code, [template])
  return { title: words, path: askingPage({ kinds: template, from: code }) }
}

/** What came of them, in words. */
export function wordsOfCards({ opened, accepted, cards }: AskCards): string {
  if (cards.length === 0) return '转发后，这里会写有几人开启'
  return opened === 0 ? '还没有人打开转发出去的卡片' : `已有 ${opened} 人打开，${accepted} 人开启`
}

/** Whoever said no, or stopped it, is not to be asked by somebody else. */
const LEFT_ALONE: readonly Recipient['standing'][] = ['reject', 'ban', 'stopped']

/** Of those who cannot receive, by the names that admins know them by. */
export function namesToAsk(people: readonly Recipient[]): { names: string[]; unnamed: number } {
  const asked = people.filter(({ canReceive, standing }) => canReceive !== true && !LEFT_ALONE.includes(standing))
  const names = asked.map(({ remark, nickname }) => remark || nickname).filter(Boolean)
  return { names, unnamed: asked.length - names.length }
}

export function wordsOfCopied(names: number, unnamed: number): string {
  if (names === 0) return unnamed > 0 ? `这 ${unnamed} 位都没有名字，可以先给他们写备注` : '没有还要邀请的人'
  return unnamed > 0 ? `复制了 ${names} 个名字，还有 ${unnamed} 位没有名字` : `复制了 ${names} 个名字`
}
