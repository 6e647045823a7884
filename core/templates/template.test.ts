import { describeTemplate } from './describe'
import { isPlaceholder, parseContent, type Template } from './template'

describe('a template body', () => {
  it('gives label, keyword and rule of each line', () => {
    expect(parseContent('巡查地点:{{thing1.DATA}}\n巡查时间：{{time2.DATA}}\n').fields).toEqual([
      { key: 'thing1', label: '巡查地点', rule: 'thing' },
      { key: 'time2', label: '巡查时间', rule: 'time' },
    ])
  })

  it('gives an enum field the values that WeChat lists for it', () => {
    expect(parseContent('紧急程度:{{const5.DATA}}', { const5: ['紧急', '一般'] }).fields).toEqual([
      { key: 'const5', label: '紧急程度', rule: 'enum', enum: ['紧急', '一般'] },
    ])
  })

  it('names the lines that it cannot read', () => {
    const { fields, unknown } = parseContent('地点:{{thing1.DATA}}\n你好\n未知:{{video2.DATA}}')
    expect(fields).toHaveLength(1)
    expect(unknown).toEqual(['你好', '未知:{{video2.DATA}}'])
  })
})

describe('a template id', () => {
  it.each(['', '  ', 'TEMPLATE_ID', 'TEMPLATE_ID_1', 'placeholder', 'YOUR_TEMPLATE_ID', '{{env.TEMPLATE_ID}}', '<id>'])('«%s» is still a placeholder', (id) => {
    expect(isPlaceholder(id)).toBe(true)
  })

  it('as WeChat gives it is none', () => {
    expect(isPlaceholder('9Aw5ZV1j9xdWTFEkqCpZ7jWySL7aGN6rQom4gXINfJs')).toBe(false)
  })
})

it('a template travels to the form with the rules of its fields as data', () => {
  const template: Template = {
    _id: 'patrol-assigned',
    templateId: '',
    title: '巡检任务提醒',
    type: 'one-time',
    about: '',
    fields: [{ key: 'thing1', label: '地点', rule: 'thing' }],
    page: '',
    sample: {},
    enabled: true,
    updatedAt: new Date(0),
  }
  const described = describeTemplate(template)
  expect(described).toMatchObject({ key: 'patrol-assigned', isPlaceholder: true })
  expect(described.fields[0]).toMatchObject({ key: 'thing1', rule: 'thing', max: 20, input: 'text' })
  expect(new RegExp(described.fields[0]?.pattern ?? '', 'u').test('车库')).toBe(true)
})
