import { readAnswer, unanswered } from './outcome'

describe('an answer', () => {
  it('gives what the function answered, without the envelope', () => {
    expect(readAnswer({ ok: true, items: [1], next: 'n' })).toEqual({ ok: true, value: { items: [1], next: 'n' } })
  })

  it('keeps the words and the fields of a refusal', () => {
    const details = { fields: [{ field: 'data.thing1', message: '「地点」还没有填' }] }
    expect(readAnswer({ ok: false, error: { code: 'invalid-argument', message: '「地点」还没有填', details, retryable: false } })).toEqual({
      ok: false,
      failure: { code: 'invalid-argument', message: '「地点」还没有填', fields: details.fields, definite: true },
    })
  })

  it('is not definite when the same request may yet succeed', () => {
    const outcome = readAnswer({ ok: false, error: { code: 'internal', message: '出了问题', retryable: true } })
    expect(outcome).toMatchObject({ ok: false, failure: { definite: false, fields: [] } })
  })

  it.each([undefined, null, 'text', {}, { ok: false }, { ok: false, error: { message: 1 } }])('that is no envelope (%j) is a failure in words', (answer) => {
    expect(readAnswer(answer)).toMatchObject({ ok: false, failure: { code: 'unreadable', definite: false } })
  })
})

describe('no answer', () => {
  it.each([
    [{ errCode: -501000, errMsg: 'cloud.callFunction:fail -501000 | errMsg: FunctionName parameter could not be found.' }, /还没有部署/],
    [{ errCode: -501005, errMsg: 'cloud.callFunction:fail env not exists' }, /云环境/],
    [{ errMsg: 'cloud.callFunction:fail timeout' }, /等了很久/],
    [{ errMsg: 'cloud.callFunction:fail request:fail ' }, /网络好像断了/],
    [{ errCode: -1, errMsg: "cloud.callFunction:fail Error: Cloud API isn't enabled, please call wx.cloud.init first" }, /还没有连上云开发/],
    [new TypeError("Cannot read properties of undefined (reading 'callFunction')"), /还没有连上云开发/],
    [new Error('whatever'), /没有等到答复/],
    ['text', /没有等到答复/],
  ])('%j says what to do', (error, words) => {
    const outcome = unanswered(error)
    expect(outcome).toMatchObject({ ok: false, failure: { definite: false } })
    if (!outcome.ok) expect(outcome.failure.message).toMatch(words)
  })
})
