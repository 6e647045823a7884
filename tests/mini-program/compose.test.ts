/** @jest-environment jsdom */
import { join } from 'node:path'
import { describeTemplate } from '../../core/templates/describe'
import { parseContent } from '../../core/templates/template'
import { openMiniProgram, type MiniProgramUnderTest, type Rendered } from '../../emulator/miniprogram/testing'

const { fields } = parseContent('商品:{{thing1.DATA}}')
const order = { _id: 'order', templateId: 'T1', title: '发货提醒', type: 'one-time', about: '', fields, page: 'pages/order/order?id={{orderId}}&message={{id}}', sample: {}, enabled: true, updatedAt: new Date(0) } as const

let asked: { action: string; [key: string]: unknown }[]
let app: MiniProgramUnderTest
beforeAll(() => {
  localStorage.clear()
  app = openMiniProgram({
    root: join(__dirname, '../../miniprogram'),
    callFunction: ((_name: string, data: { action: string }) => {
      asked.push(data)
      if (data.action === 'overview') return { ok: true, templates: [], user: {}, role: 'owner' }
      if (data.action === 'templates') return { ok: true, templates: [describeTemplate(order)] }
      if (data.action === 'create') return { ok: true, dryRun: true, faults: [], message: '1 人可以收到', canReceive: 1, stopped: 0 }
      return { ok: true }
    }) as never,
  })
})
beforeEach(() => {
  asked = []
})

const input = (page: Rendered, label: string): HTMLElement => {
  const found = page.dom.querySelector<HTMLElement>(`wx-input[aria-label="${label}"]`)
  if (!found) throw new Error(`no input ${label} in: ${page.text}`)
  return found
}

it('what the page path wants is typed below the fields, missed when it is empty, and asked for with the content', async () => {
  const page = await app.renderPage('admin/compose/compose', { openid: 'o1', name: 'x' })
  await page.type(input(page, '商品'), '茶杯')
  await page.tap(page.byText('发送'))
  expect(page.text).toContain('「链接参数 orderId」还没有填')
  expect(asked.filter(({ action }) => action === 'create')).toEqual([])
  await page.type(input(page, '链接参数 orderId'), 'A-1001')
  await page.tap(page.byText('发送'))
  expect(asked.filter(({ action }) => action === 'create')).toMatchObject([{ dryRun: true, template: 'order', data: { thing1: '茶杯', orderId: 'A-1001' } }])
  // No reader sees it on the card.
  expect((page.data['lines'] as unknown[]).length).toBe(1)
})
