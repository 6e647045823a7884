import { readWeChatError } from './wechat-errors'

const fail = (errCode: number, text = ''): object => ({ errCode, errMsg: `openapi.subscribeMessage.send:fail ${text}` })

describe('an error of subscribeMessage.send', () => {
  it.each([
    [43101, 'refused', /^对方未授权推送/, /开启提醒/],
    [40003, 'refused', /openid/, /重新选人/],
    [47003, 'bad-request', /不符合模板要求/, /修改/],
    [45168, 'bad-request', /敏感词/, /换一种说法/],
    [41030, 'bad-request', /页面不存在/, /检查页面路径/],
    [40037, 'halt', /模板 ID 无效/, /换成本小程序的模板 ID/],
    [43107, 'halt', /封禁/, /申诉/],
    [48001, 'halt', /没有订阅消息接口的权限/, /开通/],
    [-604101, 'halt', /没有调用订阅消息接口的权限/, /重新上传/],
    [-1, 'later', /系统繁忙/, /自动重试/],
    [43108, 'later', /正有另一条消息/, /自动重试/],
    [45009, 'later', /额度用完/, /明天自动继续/],
  ] as const)('%d is %s, said in words with the next step', (code, disposition, what, next) => {
    const verdict = readWeChatError(fail(code, 'x'))
    expect(verdict).toMatchObject({ disposition, errcode: code })
    expect(verdict.message).toMatch(what)
    expect(verdict.message).toMatch(next)
  })

  it('43101 also empties the ledger; nothing else does', () => {
    expect(readWeChatError(fail(43101)).ledger).toBe('forfeit')
    expect(readWeChatError(fail(40003)).ledger).toBeUndefined()
  })

  it('47003 names its field, even when WeChat cuts the text', () => {
    expect(readWeChatError(fail(47003, 'argument invalid! data.thing1.value invalid')).field).toBe('thing1')
    expect(readWeChatError(fail(47003, 'argument invalid! data.character_string1.value i')).field).toBe('character_string1')
  })

  it('is told without its rid, which is kept apart', () => {
    const verdict = readWeChatError(fail(43101, 'user refuse to accept the msg rid: 6a3ba761-6ef7535a-33c60a10'))
    expect(verdict).toMatchObject({ raw: 'openapi.subscribeMessage.send:fail user refuse to accept the msg', rid: '6a3ba761-6ef7535a-33c60a10' })
    expect(readWeChatError(fail(43101, 'hint: [abc]'))).not.toHaveProperty('rid')
    expect(readWeChatError(fail(43101, 'x'.repeat(9000))).raw).toHaveLength(500)
  })

  it.each([
    ['-501001 resource system error. socket hang up', 'unknown'],
    ['-501001 resource system error. request timeout', 'unknown'],
    ['-501001 resource system error. 503 Service Unavailable | [http://x]', 'unknown'],
    ['-501001 resource system error. connect ECONNREFUSED 127.0.0.1:80', 'later'],
    ['-501001 resource system error. getaddrinfo ENOTFOUND x', 'later'],
    ['-501001 resource system error. connect timeout', 'later'],
    ['-501001 resource system error. 429 Too Many Requests | [http://x]', 'later'],
    ['-501001 resource system error. invalid wx openapi access_token', 'no-token'],
  ])('-501001 stands for many things; «%s» is %s', (text, disposition) => {
    expect(readWeChatError(fail(-501001, text)).disposition).toBe(disposition)
  })

  it.each([-501007, -604104])('%d means that this invocation has no call token', (code) => {
    expect(readWeChatError(fail(code, 'Invalid wxCloudApiToken')).disposition).toBe('no-token')
  })

  it.each([-604102, -601001, -501002, -999999])('%d may have come after WeChat acted, so the outcome is unknown', (code) => {
    expect(readWeChatError(fail(code)).disposition).toBe('unknown')
  })

  it.each([99999, -2, -501005])('%d, of which nobody has told us, was certainly not sent: tried a few times, and then told by its number', (code) => {
    const verdict = readWeChatError(fail(code, 'new thing'))
    expect(verdict).toMatchObject({ disposition: 'later', attempts: 3 })
    expect(verdict.message).toContain(String(code))
  })

  it('-501007 that speaks of another parameter than the call token is a refusal like any other', () => {
    expect(readWeChatError(fail(-501007, '-501007 invalid parameters. requestData')).disposition).toBe('later')
  })

  it.each([undefined, null, 'text', new Error('boom'), {}])('anything else (%p) is an unknown outcome and never throws', (error) => {
    expect(readWeChatError(error).disposition).toBe('unknown')
  })
})
