import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { type Card, type CloudConfig, LocalCloudClient } from '../../../demo/client'
import { PEOPLE } from '../../../demo/people'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser, Pages } from '../../support/browser'
import { Phone, PHONE, type PhoneOptions } from './phone'

const ROOT = join(__dirname, '../../..')

/** A template of the seed by its key; `patrol-assigned` has five fields, `bill-due` is long-term. */
export const PATROL = 'patrol-assigned'

/** What a patrol is filled in with. */
export const PATROL_DATA = {
  thing1: '3 号楼地下车库',
  time2: '2026年12月1日 09:00~11:30',
  name3: '张伟',
  phrase4: '待巡查',
  character_string5: 'XJ-20261201-07',
}

/** The product on its local cloud with the seed, and a browser with phones in it. */
export class Product {
  /** Whether WeChat's receipts come. When they do nobody can say which page shows them first, so tests of something else have none. */
  #receiptsCome = false

  private constructor(
    readonly emulator: Emulator,
    readonly client: LocalCloudClient,
    private readonly browser: Browser,
    private readonly pages: Pages,
  ) {}

  static async start(): Promise<Product> {
    const [emulator, browser] = await Promise.all([startEmulator({ projectDir: ROOT }), launchBrowser()])
    return new Product(emulator, new LocalCloudClient(emulator.url), browser, new Pages(browser, emulator.url, PHONE))
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.emulator.close()
  }

  /** A phone of its own for one user. */
  phone(nickname: string, options: PhoneOptions = {}): Promise<Phone> {
    return Phone.open(this.pages, this.emulator.url, openidOf(nickname), options)
  }

  config(): Promise<CloudConfig> {
    return this.client.get('/emulator/config')
  }

  async templateId(key: string): Promise<string> {
    const { templates } = await this.config()
    const template = templates.find((each) => each.key === key)
    if (!template) throw new Error(`the seed has no template ${key}`)
    return template.templateId
  }

  inbox(nickname: string): Promise<Card[]> {
    return this.client.get(`/emulator/inbox?openid=${openidOf(nickname)}`)
  }

  /** The user agrees to one more message; WeChat and the ledger both hear of it. */
  async agree(nickname: string, key = PATROL): Promise<void> {
    const openid = openidOf(nickname)
    const result = await this.client.post<object>('/emulator/consent', { openid, templateIds: [await this.templateId(key)] })
    await this.client.asUser({ openid, nickname }, 'subscribe', { action: 'record', promptId: `test-${Date.now()}`, result })
  }

  /** A message that went out, without the pages. */
  async push(to: string, data: object = PATROL_DATA): Promise<{ pushId: string; messages: { id: string; state: string }[] }> {
    await this.agree(to)
    const request = { action: 'create', template: PATROL, data, to: [openidOf(to)] }
    return this.client.asUser({ openid: openidOf('周管家'), nickname: '' }, 'push', request)
  }

  async credits(nickname: string, key = PATROL): Promise<number> {
    const [row] = await this.client.documents<{ credits: number }>('authorizations', {
      openid: openidOf(nickname),
      templateId: await this.templateId(key),
    })
    return row?.credits ?? 0
  }

  async faults(plan: object): Promise<void> {
    await this.client.post('/emulator/faults', { ...(!this.#receiptsCome && { events: { on: 'sent', lost: { rate: 1 } } }), ...plan })
  }

  /** WeChat's receipts come from now on. */
  async withReceipts(): Promise<void> {
    this.#receiptsCome = true
    await this.faults({})
  }

  async reset(): Promise<void> {
    this.#receiptsCome = false
    await this.client.post('/emulator/reset', { seed: 'kept' })
    await this.faults({})
  }
}

export function openidOf(nickname: string): string {
  const person = PEOPLE.find((each) => each.nickname === nickname)
  if (!person) throw new Error(`nobody in the demo is called ${nickname}`)
  return person.openid
}

