import { type PanelProblem } from './consent-words'
import { MAX_ASKED, type AskPlan, type NotAsked, type StockedKind } from './ask-plan'

/** What a button says that it will do; only what is really asked for counts. */
export function labelOf({ kinds, left }: Pick<AskPlan, 'kinds' | 'left'>): string {
  const [first] = kinds
  if (!first) return idleLabel(left)
  if (first.type === 'long-term') return kinds.length === 1 ? '长期开启' : `长期开启 ${kinds.length} 类`
  if (kinds.every(isReceived)) return kinds.length === 1 ? '再收一条' : `再收 ${kinds.length} 类`
  return kinds.length === 1 ? '开启提醒' : `开启提醒（${kinds.length} 类）`
}

/** She agreed to it before. */
function isReceived({ standing, credits = 0 }: StockedKind): boolean {
  return standing === 'accept' || (credits > 0 && standing !== 'stopped')
}

function idleLabel(left: AskPlan['left']): string {
  switch (mainWhy(left)) {
    case 'enough':
      return enoughShort(left)
    case 'refused':
      return '去设置开启'
    case 'limit':
      return '今天不再询问'
    case 'not-loaded':
      return '开启提醒'
    default:
      return '暂不能开启'
  }
}

function enoughShort(left: AskPlan['left']): string {
  const [only] = left
  return left.length === 1 && (only?.credits ?? 0) > 0 ? `还可接收 ${only?.credits} 条` : '已开启'
}

/** What to say of several: first what she can do something about. */
const WEIGHT: readonly NotAsked[] = ['refused', 'limit', 'enough', 'banned', 'not-loaded']

export function mainWhy(left: AskPlan['left']): NotAsked | undefined {
  return WEIGHT.find((why) => left.some((each) => each.why === why)) ?? left[0]?.why
}

export const REFUSED_FOR_GOOD = '你在微信里设成了不接收，不会再询问'

export interface Decided extends PanelProblem {
  /** Nothing is wrong: she has what she wants. */
  isWell?: true
}

/**
 * That nothing was asked, and why, in words for her.
 * @param elsewhere  there is a page where she can ask herself
 */
export function decidedOf(left: AskPlan['left'], elsewhere: boolean): Decided {
  switch (mainWhy(left)) {
    case 'enough':
      return { message: `${enoughShort(left)}，够用了，这次没有再问`, inSettings: false, isWell: true }
    case 'refused':
      return { message: REFUSED_FOR_GOOD, inSettings: true }
    case 'limit':
      return { message: `今天已经问过你几次，不再打扰。${elsewhere ? '还想开启，请到「提醒」页' : '还想开启，请明天再点'}`, inSettings: false }
    case 'banned':
      return { message: '微信停用了这类提醒，暂时不能开启', inSettings: false }
    case 'not-loaded':
      return { message: '提醒还没准备好，这次没有询问。再点一次就会问。', inSettings: false }
    default:
      return { message: '这类提醒现在不能开启。', inSettings: false }
  }
}

/** The same for whoever wrote the page; of what is no mistake of his, nothing. */
export const FOR_DEVELOPERS: Partial<Record<NotAsked, string>> = {
  unknown: '没有这个模板，或者它还没有启用、没有填模板 ID',
  'other-type': '一次性和长期的模板不能一起问，请分成两个按钮',
  'too-many': `微信一次最多问 ${MAX_ASKED} 类，排在后面的没有问`,
}
