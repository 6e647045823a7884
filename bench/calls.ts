import { Uses, type Used } from '../tests/support/uses'
import PRICES from './prices.json'

export interface UseCost {
  use: string
  'database calls': number
  'WeChat calls': number
  invocations: number
  /** Of the calls that are charged for: to the database, and of functions. */
  'yuan per 10,000': number
}

/** What one use of each kind asks of the platform: exact, whatever else the machine does. */
export async function measureCalls(): Promise<UseCost[]> {
  const uses = await Uses.start()
  try {
    const openid = await uses.receiver()
    return [
      costOf('push to one person, sent at once', await uses.push([openid])),
      costOf('the same from the console, and the dispatch that sends it', await uses.pushFromConsole(openid), await uses.tick()),
      costOf('one tap of consent (4 templates, a known user)', await uses.tap(openid)),
      costOf('idle tick of the timer', await uses.tick()),
      costOf('first screen of the mini-program', await uses.firstScreen(openid)),
      costOf('first page of members', await uses.asMember('home')),
    ]
  } finally {
    await uses.close()
  }
}

function costOf(use: string, ...used: Used[]): UseCost {
  const calls = used.flatMap((each) => each.calls)
  const weChat = calls.filter(({ what }) => what.startsWith('openapi')).length
  const database = calls.length - weChat
  return { use, 'database calls': database, 'WeChat calls': weChat, invocations: used.length, 'yuan per 10,000': Number(((database + used.length) * PRICES.yuanPer10000Calls).toFixed(2)) }
}
