import { type Emulator } from '../../emulator/emulator'
import { type InboxMessage } from '../../emulator/wechat/send/inbox'
import { type Outcome } from './driver'
import { ALICE, BOB, startLocalDriver, type LocalDriver } from './local-driver'

/** Good data for the template of `prepare()`. */
export const DATA = { thing1: { value: '苹果' }, time2: { value: '15:01' } }

const SEND = `
  const { touser, templateId, data, more } = event
  return cloud.openapi.subscribeMessage.send({ touser, templateId, data, ...more })`

/** Two users, one template, and all that sending and looking at the result takes. */
export class Sending {
  templateId = ''

  constructor(readonly driver: LocalDriver) {}

  static async start(): Promise<Sending> {
    return new Sending(await startLocalDriver())
  }

  get emulator(): Emulator {
    return this.driver.emulator
  }

  /** Alice and Bob, who have not been asked for anything, and a one-time template. */
  prepare(): void {
    const { wechat, switches, faults, clock } = this.emulator
    wechat.reset()
    switches.reset()
    faults.clear()
    clock.advance(-clock.offsetMs)
    for (const openid of [ALICE, BOB]) wechat.addUser({ openid })
    this.useTemplate({ title: '发货通知', content: '商品:{{thing1.DATA}}\n时间:{{time2.DATA}}' })
  }

  useTemplate(template: Parameters<Emulator['wechat']['addTemplate']>[0]): void {
    this.templateId = this.emulator.wechat.addTemplate(template).templateId
  }

  /** Alice accepts so many times. */
  async consent(times = 1): Promise<void> {
    for (let i = 0; i < times; i++) await this.emulator.wechat.consent({ openid: ALICE, templateIds: [this.templateId] })
  }

  /** Sends to Alice, with these parameters on top. */
  send(more: object = {}, data: unknown = DATA): Promise<Outcome> {
    return this.run(SEND, { data, more })
  }

  /** Runs a step with `touser`, `templateId` and good `data` in its event. */
  run(step: string, data: Record<string, unknown> = {}): Promise<Outcome> {
    return this.driver.run(step, { touser: ALICE, templateId: this.templateId, data: DATA, ...data })
  }

  inbox(): InboxMessage[] {
    return this.emulator.wechat.inbox(ALICE)
  }

  /** How many more messages Alice takes. */
  quota(): number {
    return this.emulator.wechat.subscription(ALICE, this.templateId).quota
  }
}

/** What a send that WeChat refuses gives in the function; `text` is a regular expression. */
export function refusal(errcode: number, text: string): object {
  return {
    error: {
      errCode: errcode,
      errMsg: expect.stringMatching(`^openapi\\.subscribeMessage\\.send:fail ${text} rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`),
      message: expect.stringMatching(`^errCode: ${errcode} .*\\| errMsg: openapi\\.subscribeMessage\\.send:fail ${text}`),
    },
  }
}
