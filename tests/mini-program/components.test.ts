/** @jest-environment jsdom */
import { join } from 'node:path'
import { describeTemplate, type DescribedField } from '../../core/templates/describe'
import { parseContent } from '../../core/templates/template'
import { openMiniProgram, type MiniProgramUnderTest } from '../../emulator/miniprogram/testing'

let app: MiniProgramUnderTest
beforeAll(() => {
  app = openMiniProgram({ root: join(__dirname, '../../miniprogram') })
})

/** A field as the function describes it to the form. */
function fieldOf(content: string, enums: Record<string, string[]> = {}): DescribedField {
  const { fields } = parseContent(content, enums)
  const record = { _id: 'x', templateId: '', title: '', type: 'one-time', about: '', page: '', sample: {}, enabled: true, updatedAt: new Date(0) } as const
  const [field] = describeTemplate({ ...record, sample: {}, fields }).fields
  if (!field) throw new Error(`no field in ${content}`)
  return field
}

describe('the message card', () => {
  const lines = [
    { label: '巡查地点', value: '3 号楼' },
    { label: '任务状态', value: '' },
  ]

  it('shows title, labelled lines and where it leads, as WeChat does', async () => {
    const card = await app.renderComponent('components/message-card/message-card', { properties: { title: '巡检任务提醒', lines } })
    expect(card.text).toMatch(/巡检任务提醒.*巡查地点.*3 号楼.*任务状态.*待填写.*进入小程序查看/s)
    expect(card.dom.querySelector('[role="group"]')?.getAttribute('aria-label')).toBe('巡检任务提醒')
  })

  it('says that it is a sample, unread, or why it did not go out', async () => {
    const sample = await app.renderComponent('components/message-card/message-card', { properties: { title: 'x', lines, mode: 'sample' } })
    expect(sample.text).toContain('示例')
    const unread = await app.renderComponent('components/message-card/message-card', { properties: { title: 'x', lines, unread: true } })
    expect(unread.dom.querySelector('[role="group"]')?.getAttribute('aria-label')).toBe('未读，x')
    const refused = await app.renderComponent('components/message-card/message-card', { properties: { title: 'x', lines, reason: '对方未授权推送' } })
    expect(refused.text).toContain('对方未授权推送')
  })
})

describe('the typed field', () => {
  const render = (field: DescribedField, value = '', fault = ''): ReturnType<MiniProgramUnderTest['renderComponent']> =>
    app.renderComponent('admin/components/typed-field/typed-field', { properties: { field, value, fault } })

  it('counts what is typed against the rule and tells every change', async () => {
    const field = await render(fieldOf('地点:{{thing1.DATA}}'))
    const changes = field.events('change')
    await field.type(field.dom.querySelector<HTMLElement>('wx-input, wx-textarea')!, '车库')
    expect(changes).toEqual([{ detail: { key: 'thing1', value: '车库' } }])
    expect((await render(fieldOf('地点:{{thing1.DATA}}'), '车库')).text).toContain('2/20')
  })

  it('offers the values of an enum to choose from', async () => {
    const field = await render(fieldOf('程度:{{const5.DATA}}', { const5: ['紧急', '一般'] }), '一般')
    const changes = field.events('change')
    await field.tap(field.byText('紧急'))
    expect(changes).toEqual([{ detail: { key: 'const5', value: '紧急' } }])
    expect(field.dom.querySelector('[aria-checked="true"]')?.textContent).toContain('一般')
  })

  it('shows what is wrong under the hint, which stays', async () => {
    const field = await render(fieldOf('状态:{{phrase4.DATA}}'), 'abc', '「状态」的格式不对')
    expect(field.text).toMatch(/最多 5 个汉字.*「状态」的格式不对/)
  })
})
