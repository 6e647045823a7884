import { startPlatform } from '../platform.fixture'

describe('adding a template by hand', () => {
  test('answers it as WeChat lists it, with its keywords read', () => {
    const { wechat } = startPlatform()
    const template = wechat.addTemplate({
      title: ' 预约通知 ',
      content: '项目:{{thing1.DATA}}\r\n\r\n 时间： {{ time06.DATA }}\n状态:{{const3.DATA}}',
      enums: { const3: ['成功', '失败'] },
      examples: { thing1: '体检' },
    })
    expect(template).toEqual({
      templateId: expect.stringMatching(/^[\w-]{43}$/),
      title: '预约通知',
      content: '项目:{{thing1.DATA}}\n时间:{{time06.DATA}}\n状态:{{const3.DATA}}\n',
      example: '项目:体检\n时间:2019年10月1日 15:01\n状态:成功\n',
      type: 2,
      keywordEnumValueList: [{ keywordCode: 'const3.DATA', enumValueList: ['成功', '失败'] }],
      fields: [
        { key: 'thing1', label: '项目', rule: 'thing' },
        { key: 'time06', label: '时间', rule: 'time' },
        { key: 'const3', label: '状态', rule: 'const' },
      ],
      banned: false,
      device: false,
    })
    expect(wechat.templates()).toEqual([template])
  })

  const content = '名称:{{thing1.DATA}}'
  const malformed: [string, Record<string, unknown>, string][] = [
    ['no title', { title: ' ' }, 'title must be a text that is not empty.'],
    ['an unknown type', { type: 1 }, 'type must be 2 (one-time) or 3 (long-term).'],
    ['content that is no text', { content: 7 }, 'content must be a text of lines such as'],
    ['empty content', { content: '\n' }, 'content needs at least one line such as'],
    ['a line without a label', { content: '{{thing1.DATA}}' }, 'Line 1 of content is «{{thing1.DATA}}»'],
    ['a line without .DATA', { content: `${content}\n时间:{{time2}}` }, 'Line 2 of content is «时间:{{time2}}»'],
    ['a keyword without number', { content: '名称:{{thing.DATA}}' }, 'it must look like 名称:{{thing1.DATA}}'],
    ['a keyword of unknown type', { content: '名称:{{text1.DATA}}' }, 'unknown type text; the types are thing, number'],
    ['a keyword twice', { content: `${content}\n${content}` }, 'Line 2 of content uses thing1 a second time.'],
    ['an id that cannot be one', { templateId: 'a b' }, 'templateId must be 1 to 64 letters'],
    ['an id that is taken', { templateId: 'TAKEN' }, 'There is already a template TAKEN.'],
    ['a list for no keyword', { enums: { const1: ['a'] } }, 'enums names const1, which is no keyword of the content.'],
    ['an empty list', { enums: { thing1: [] } }, 'enums.thing1 must be a list of texts.'],
  ]
  test.each(malformed)('%s is refused in words', (_what, more, message) => {
    const { wechat } = startPlatform()
    wechat.addTemplate({ title: '已有', content, templateId: 'TAKEN' })
    expect(() => wechat.addTemplate({ title: '通知', content, ...more })).toThrow(message)
    expect(wechat.templates()).toHaveLength(1)
  })

  test('what is answered is a copy', () => {
    const { wechat } = startPlatform()
    wechat.addTemplate({ title: '通知', content }).fields.length = 0
    wechat.templates()[0]?.fields.splice(0)
    expect(wechat.templates()[0]?.fields).toHaveLength(1)
  })

  test('a ban of a template that does not exist is refused', () => {
    const { wechat } = startPlatform()
    expect(() => wechat.ban({ templateId: 'nowhere' })).toThrow('There is no template "nowhere".')
  })
})
