import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { launchBrowser, Pages } from '../../support/browser'
import { Adopter, READER, type Filled } from './adopter'

const ROOT = join(__dirname, '../../..')
const FIXTURES = 'tests/end-to-end/adopters/fixtures'

const field = (title: string, content: string, page: string, sample: object, key: string): Filled['template'] => ({
  key, templateId: '', title, type: 'one-time', about: title, content, page, sample,
})

/** One shape that mini-programs have, and what its team does. */
interface Shape {
  source: string
  options: string[]
  /** Deployed name of our function push. */
  push: string
  filled: Filled
  /** Before the start, what the team writes besides. */
  writes?: (adopter: Adopter) => void
  /** Until the question can be tapped. */
  before?: string
  button: string
  /** What the page shows after the answer. */
  after: string
  /** How its own function is called. */
  notify: object
  landed: string
}

const SHAPES: Record<string, Shape> = {
  'a custom tab bar, CRLF, and a function of the same name as ours': {
    source: `${FIXTURES}/custom-tabs`,
    options: ['--function-prefix', 'sm-'],
    push: 'sm-push',
    filled: { notifier: 'visits', template: field('就诊提醒', '科室:{{thing1.DATA}}\n时间:{{time2.DATA}}', 'pages/visit/visit?id={{visitId}}&message={{id}}', { thing1: '内科', time2: '09:30' }, 'visit-soon') },
    button: '挂号并提醒我',
    after: '同意 1 类',
    notify: { id: 'V-7' },
    landed: '就诊 V-7',
  },
  'components from miniprogram_npm, subpackages and ES modules': {
    source: `${FIXTURES}/npm-components`,
    options: [],
    push: 'push',
    filled: { notifier: 'loans', template: field('还书提醒', '书名:{{thing1.DATA}}\n到期:{{date2.DATA}}', 'loans/loan/loan?id={{loanId}}&message={{id}}', { thing1: '边城', date2: '2026-12-20' }, 'book-due') },
    before: '借这本',
    button: '到期前提醒我',
    after: '同意 1 类',
    notify: { id: 'L-3' },
    landed: '借阅 L-3',
  },
  'no functions yet, all in its own folder': {
    source: `${FIXTURES}/no-functions`,
    options: ['--without', 'admin'],
    push: 'push',
    filled: { notifier: 'notes', template: field('待办提醒', '事项:{{thing1.DATA}}', 'pages/note/note?id={{noteId}}&message={{id}}', { thing1: '买菜' }, 'note-due') },
    writes: (adopter) => {
      mkdirSync(join(adopter.dir, 'cloudfunctions/notes'), { recursive: true })
      cpSync(join(ROOT, FIXTURES, 'npm-components/functions/loans'), join(adopter.dir, 'cloudfunctions/notes'), { recursive: true })
      adopter.write('cloudfunctions/notes/index.js', `const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async ({ to, id }) => {
  const notice = { action: 'notify', callerKey: process.env.SM_CALLER_KEY, template: 'note-due', to, data: { thing1: '买菜', noteId: id }, dedupe: id }
  const { result } = await cloud.callFunction({ name: 'push', data: notice })
  return result
}
`)
    },
    button: '到时候提醒我',
    after: '同意 1 类',
    notify: { id: 'N-1' },
    landed: '记事 N-1',
  },
}

let browser: Browser
beforeAll(async () => {
  // Once for all of them; the command line does the same before it runs.
  const { status, stderr } = spawnSync(process.execPath, ['deploy/payload/build.mjs'], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.each(Object.entries(SHAPES))('a mini-program with %s', (_name, { source, options, push, filled, writes, before, button, after, notify, landed }) => {
  let adopter: Adopter
  beforeAll(() => {
    adopter = new Adopter(source)
  })
  afterAll(() => adopter?.close())

  it('takes the parts, asks, notifies from its own function, shows the card and lands on its own page', async () => {
    adopter.add(...options)
    writes?.(adopter)
    adopter.fillIn(filled)
    const emulator = await adopter.start()
    await adopter.giveKey(push, filled.template.key)
    const pages = new Pages(browser, emulator.url, { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN' })
    const phone = await adopter.open(pages)
    if (before !== undefined) await phone.button(before).tap()
    await phone.button(button).tap()
    await phone.dialog('订阅消息').getByRole('button', { name: '允许' }).click()
    await phone.text(after).waitFor()
    expect(phone.errors()).toEqual([])

    const told = await adopter.invoke(filled.notifier, { to: READER, ...notify })
    expect(told).toEqual(expect.objectContaining({ ok: true, outcome: 'queued' }))
    await emulator.timers.fire(push.replace('push', 'dispatch'))
    const [card] = emulator.wechat.inbox(READER)
    expect(card).toMatchObject({ title: filled.template.title })

    const landing = await adopter.open(pages, card?.page ?? '')
    await landing.part('landed').waitFor()
    expect(await landing.part('landed').innerText()).toBe(landed)
    await landing.idle()
    expect(emulator.database.find('sm_messages', {}, {})).toMatchObject([{ openedAt: expect.any(Date) as Date }])
    expect(landing.errors()).toEqual([])
    // The same business event again is the same notice.
    expect(await adopter.invoke(filled.notifier, { to: READER, ...notify })).toMatchObject({ ok: true, replayed: true })
  })
})

describe.each([
  ...Object.values(SHAPES).map(({ source, options }) => [source, options] as const),
  ['examples/order-notice', []],
  ['examples/booking-reminder', []],
  ['examples/consent-button', ['--notify-in', 'tickets']],
] as [string, string[]][])('%s', (source, options) => {
  it('is not changed by a second time, and is clean again when the parts are taken out', async () => {
    const adopter = new Adopter(source)
    try {
      adopter.add(...options)
      const added = adopter.changes()
      expect(adopter.add(...options)).toContain('没有要改的')
      expect(adopter.changes()).toEqual(added)
      adopter.remove()
      expect(adopter.changes()).toEqual([])
    } finally {
      await adopter.close()
    }
  })
})
