import { planAsk, type AskPlan, type StockedKind } from './ask-plan'
import { askForConsent, type Asked } from './consent'
import { problemOf } from './consent-words'
import { countPanel, panelsLeft } from './panels'
import { askableKinds } from './session'
import { knownSettings } from './settings'
import { type ShownText } from './subscribe-api'

/**
 * The one place that decides whether and what to ask, for buttons, strips and pages alike: from what is known at this moment, because WeChat
 * asks within the tap alone.
 * @param known  what is known of them, where not as it was loaded
 * @param isHerWish  she ticked the kinds herself: neither what she has nor how often she was asked today keeps her from it
 */
export function planNow(keys: readonly string[], { known = askableKinds(), isHerWish = false }: { known?: readonly StockedKind[]; isHerWish?: boolean } = {}): AskPlan {
  return planAsk(keys, known, { settings: knownSettings(), panelsLeft: panelsLeft(), isHerWish })
}

/**
 * Asks for what was planned, and counts the panel where one opened. Must be the first thing a tap handler does.
 * @param from  code of the card that brought her
 */
export async function ask({ kinds, isSilent }: Pick<AskPlan, 'kinds' | 'isSilent'>, text: ShownText, from?: string): Promise<Asked> {
  const asked = await askForConsent(kinds.map(({ templateId }) => templateId), text, from)
  if (!isSilent && hasOpened(asked)) countPanel()
  return asked
}

/** One that she closed has opened; with any other problem nothing was to be seen. */
function hasOpened({ result }: Asked): boolean {
  return !problemOf(result) || /cancel/.test(String(result['errMsg']))
}
