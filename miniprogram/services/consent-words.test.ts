import { isAccepted, linesOfAnswer, problemOf } from './consent-words'

const asked = (templateId: string, type: 'one-time' | 'long-term' = 'one-time') => ({ templateId, title: `${templateId} 提醒`, type })

describe('a panel that came to an answer', () => {
  const result = { errMsg: 'requestSubscribeMessage:ok', A: 'accept', B: 'reject', C: 'ban', D: 'filter', E: 'acceptWithAudio' }

  it('is told kind by kind, in the order of asking', () => {
    expect(linesOfAnswer(result, ['B', 'A', 'C', 'D', 'E'].map((id) => asked(id)))).toEqual([
      { title: 'B 提醒', text: '你选择了不接收', tone: 'plain' },
      { title: 'A 提醒', text: '已同意，可再收到 1 条', tone: 'good' },
      { title: 'C 提醒', text: '已被微信停用，暂时不能开启', tone: 'bad' },
      { title: 'D 提醒', text: '与另一类同名，微信这次没有询问', tone: 'plain' },
      { title: 'E 提醒', text: '已同意，可再收到 1 条', tone: 'good' },
    ])
  })

  it('says which kinds were switched off meanwhile, once the cloud has said so', () => {
    expect(linesOfAnswer(result, [asked('A'), asked('B'), asked('E')], [{ templateId: 'A' }, { templateId: 'B' }])).toMatchObject([
      { text: '已记下，但这类刚刚停用', tone: 'plain' },
      { text: '你选择了不接收' },
      { text: '已同意，可再收到 1 条' },
    ])
  })

  it('says in the words of the cloud what was written down and not counted', () => {
    expect(linesOfAnswer(result, [asked('A'), asked('E')], [], [{ templateId: 'A', message: '今天已经记满了。' }])).toMatchObject([
      { text: '今天已经记满了。', tone: 'plain' },
      { text: '已同意，可再收到 1 条' },
    ])
  })

  it('does not count a long-term consent in messages', () => {
    expect(linesOfAnswer(result, [asked('A', 'long-term')])).toMatchObject([{ text: '已长期开启' }])
  })

  it('says so when WeChat left a kind out', () => {
    expect(linesOfAnswer(result, [asked('X')])).toMatchObject([{ text: '微信没有给出结果', tone: 'plain' }])
  })

  it('is no problem', () => {
    expect(problemOf(result)).toBeUndefined()
  })

  it.each([['accept', true], ['acceptWithAlert', true], ['reject', false], [undefined, false], [1, false]])('takes %s as accepted: %s', (said, expected) => {
    expect(isAccepted(said)).toBe(expected)
  })
})

describe('a panel that did not show', () => {
  it('leads to the settings when the main switch is off', () => {
    const problem = problemOf({ errCode: 20004, errMsg: 'requestSubscribeMessage:fail The main switch is switched off' })
    expect(problem).toEqual({ message: '你关闭了这个小程序的「接收通知」总开关，要先在设置里打开。', inSettings: true })
  })

  it.each([
    [{ errCode: 10002, errMsg: 'requestSubscribeMessage:fail Request list fail' }, /网络/],
    [{ errCode: 20001, errMsg: 'requestSubscribeMessage:fail No template data return' }, /模板/],
    [{ errCode: 20005, errMsg: 'requestSubscribeMessage:fail banned' }, /暂停/],
    [{ errMsg: 'requestSubscribeMessage:fail last call has not ended' }, /已经打开/],
    [{ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' }, /再点一次/],
    [{ errMsg: 'requestSubscribeMessage:fail cancel' }, /关掉了/],
    [{ errCode: 99, errMsg: 'requestSubscribeMessage:fail new reason' }, /new reason/],
    [{}, /没有打开/],
  ])('%j is told in words', (result, words) => {
    expect(problemOf(result)?.message).toMatch(words)
    expect(problemOf(result)?.inSettings).toBe(false)
  })
})
