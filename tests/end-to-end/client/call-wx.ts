import { type PhoneDriver } from './phone-driver'

type Calls = Record<string, (options?: object) => Promise<Record<string, unknown>>>

/** Calls a function of `wx` (or `cloud.…`) on the phone; what it rejects with is given as well. */
export function callWx(phone: PhoneDriver, name: string, options: object = {}): Promise<Record<string, unknown>> {
  return phone.page.evaluate(
    async ([path = '', given]) => {
      const { wx } = globalThis as unknown as { wx: Calls & { cloud: Calls } }
      const run = path.startsWith('cloud.') ? wx.cloud[path.slice(6)] : wx[path]
      try {
        return { ...(await run?.(given as unknown as object)) }
      } catch (error) {
        const { errMsg, errCode, errno } = error as { errMsg: string; errCode?: number; errno?: number }
        return { errMsg, errCode, errno }
      }
    },
    [name, options] as [string, object],
  )
}

/** Resolves with the detail of an event of the page, which notes them in `data.events`, once it is there. */
export async function heard(phone: PhoneDriver, type: string): Promise<Record<string, unknown> | undefined> {
  await phone.page.waitForFunction((wanted) => (globalThis as unknown as { __localCloud: { data: { events: { type: string }[] } } }).__localCloud.data.events.some((event) => event.type === wanted), type)
  const { events } = (await phone.hook((cloud) => cloud.data)) as { events: { type: string; detail: Record<string, unknown> }[] }
  return events.filter((event) => event.type === type).at(-1)?.detail
}
