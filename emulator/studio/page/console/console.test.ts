import { type Config, type InvokeResult } from '../live/contract'
import { callerOf, CALLER_KINDS, kindOf } from './caller-kinds'
import { readDraft } from './draft'
import { outcomeOf } from './outcome'
import { samplesFor } from './samples'

const CONFIG: Config = {
  url: '',
  appid: 'wx1',
  env: 'e',
  project: '/p',
  pages: [],
  functions: ['push', 'greet'],
  users: [{ openid: 'oLin' }],
  templates: [],
  samples: [{ title: '推送一条', function: 'push', data: { action: 'create' }, caller: { kind: 'client', openid: 'oLin' } }],
}
const END = { logs: [], ms: 1, requestId: 'r' }

test('the seed’s samples of a function come before those that every function has', () => {
  const titles = (name: string) => samplesFor(CONFIG, name).map(({ title }) => title)
  expect(titles('push')[0]).toBe('推送一条')
  expect(titles('greet')).toEqual(titles('push').slice(1))
  expect(samplesFor({ ...CONFIG, samples: undefined, users: [] }, 'greet').at(-1)?.data).toMatchObject({ FromUserName: 'OPENID' })
})

test.each(CALLER_KINDS)('the caller %s is written so that it is read back', (kind) => {
  expect(kindOf(callerOf(kind, 'oLin'))).toBe(kind)
})

test('a sample’s timer without a word on its upload is one of the CLI', () => {
  expect(kindOf({ kind: 'timer' })).toBe('timer-cli')
})

test.each<[InvokeResult, object]>([
  [{ ok: true, result: 7, ...END }, { tone: 'good', title: '执行成功' }],
  [{ ok: true, result: { ok: false, error: { message: '没有权限' } }, ...END }, { tone: 'refused', hint: '没有权限' }],
  [{ ok: true, result: { ok: false }, ...END }, { tone: 'refused', hint: 'ok: false' }],
  [{ ok: false, error: { code: 'FUNCTION_NOT_FOUND', message: '' }, ...END }, { tone: 'failed', hint: expect.stringContaining('没有这个云函数') }],
  [{ ok: false, error: { code: 'ELSE', message: '' }, ...END }, { tone: 'failed', title: '执行失败：ELSE', hint: undefined }],
])('%j in words', (answer, words) => expect(outcomeOf(answer)).toMatchObject(words))

test.each([[undefined], [null], [{ kind: 'emperor', text: 3 }]])('a draft that makes no sense is a fresh one: %j', (kept) => {
  expect(readDraft(kept)).toEqual({ function: '', text: '{}', kind: 'console', openid: '' })
})
