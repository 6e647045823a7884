import { type Author } from '../../core/access/identify'
import { grant } from '../../core/access/manage-members'
import { overview } from '../../core/consent/overview'
import { type Template } from '../../core/templates/template'
import { type Caller, type InvokeResult } from '../../emulator/functions/invocation'
import { CallLog, type LoggedCall } from './call-log'
import { startLocalCloud, type LocalCloud } from './local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from './product'

const OPERATOR: Author = { kind: 'operator' }
const OPERATOR_KEY = 'counted on this machine, 32 chars'
const TIMER: Caller = { kind: 'timer', devtools: true }
/** A panel of wx.requestSubscribeMessage takes five. */
const KINDS = 4

export interface Used {
  calls: LoggedCall[]
  answer: Record<string, unknown>
}

/** The product as it is deployed, in a local cloud where nothing else goes on: what one use of it asks of the platform. */
export class Uses {
  readonly #log: CallLog

  private constructor(
    readonly local: LocalCloud,
    readonly templates: readonly Template[],
    readonly member: string,
  ) {
    this.#log = new CallLog(local.emulator)
  }

  static async start(): Promise<Uses> {
    const local = await startLocalCloud()
    process.env['OPERATOR_KEY'] = OPERATOR_KEY
    const templates: Template[] = []
    while (templates.length < KINDS) templates.push(await addTemplate(local))
    const uses = new Uses(local, templates, freshOpenid())
    await grant(local.ports(), OPERATOR, uses.member, 'owner')
    await overview(local.ports(), uses.member)
    // What there is to do after a start is done.
    await uses.tick()
    return uses
  }

  close(): Promise<void> {
    return this.local.close()
  }

  /** Somebody who was here before, and agreed to everything twice. */
  async receiver(): Promise<string> {
    const openid = freshOpenid()
    this.local.emulator.wechat.addUser({ openid })
    await overview(this.local.ports(), openid)
    for (const template of this.templates) await agree(this.local, template, openid, 2)
    return openid
  }

  /** A member pushes from the page. */
  push(openids: readonly string[], more: object = {}): Promise<Used> {
    return this.#use('push', this.#request(openids, more), { kind: 'client', openid: this.member })
  }

  pushFromConsole(openid: string): Promise<Used> {
    return this.#use('push', { ...this.#request([openid]), operatorKey: OPERATOR_KEY }, { kind: 'console' })
  }

  tick(): Promise<Used> {
    return this.#use('dispatch', {}, TIMER)
  }

  tap(openid: string): Promise<Used> {
    const choices = Object.fromEntries(this.templates.map(({ templateId }) => [templateId, 'accept']))
    return this.#use('subscribe', { action: 'record', promptId: fresh('tap'), result: { errMsg: 'requestSubscribeMessage:ok', ...choices } }, { kind: 'client', openid })
  }

  firstScreen(openid: string): Promise<Used> {
    return this.#use('subscribe', { action: 'overview' }, { kind: 'client', openid })
  }

  /** What a member asks for. */
  asMember(action: string, request: object = {}): Promise<Used> {
    return this.#use('push', { action, ...request }, { kind: 'client', openid: this.member })
  }

  #request(openids: readonly string[], more: object = {}): object {
    return { action: 'create', key: fresh('counted'), template: this.templates[0]?._id, data: { thing1: '车库' }, to: openids, ...more }
  }

  async #use(name: string, data: object, caller: Caller): Promise<Used> {
    let outcome: InvokeResult | undefined
    const calls = await this.#log.of(async () => {
      outcome = await this.local.emulator.functions.invoke(name, data, caller)
    })
    if (!outcome?.ok) throw new Error(outcome?.error.message)
    return { calls, answer: outcome.result as Record<string, unknown> }
  }
}
