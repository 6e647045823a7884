import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readWeChatError, type Disposition } from '../../core/error/wechat-errors'
import { wordsFor } from '../../core/outbox/words'
import { type MessageReason } from '../../core/outbox/message'
import { documentAt, ROOT, rows } from './documents'

const TABLE = rows(documentAt('docs/错误码.md').text)
const source = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** The first cell names one code or several. */
function codesOf([first = '']: readonly string[]): string[] {
  return [...first.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
}

function rowOf(code: string): string[] {
  return TABLE.find((row) => codesOf(row).includes(code)) ?? []
}

/** Keys of the table in the source: the types say nothing of them when it runs. */
function keysOf(path: string, table: RegExp): string[] {
  const [body = ''] = table.exec(source(path)) ?? []
  return [...body.matchAll(/^ {2}(?:\[(-\d+)\]|(\d+)|'?([\w-]+)'?): /gm)].map(([, negative, positive, name]) => negative ?? positive ?? name ?? '')
}

const OF_FUNCTIONS = [...source('core/error/app-error.ts').matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, code = '']) => code)
const OF_WECHAT = keysOf('core/error/wechat-errors.ts', /^const BY_CODE[^]*?^}/m)
const REFUSED_BY_THE_CLOUD = (/REFUSED_BY_THE_CLOUD = \[([^\]]+)\]/.exec(source('core/error/wechat-errors.ts'))?.[1] ?? '').split(', ')
const OF_OURS = keysOf('core/outbox/words.ts', /^const OWN[^]*?^}/m)
/** From the source: what belongs to the phone knows `wx`, which is not known here. */
const OF_THE_PANEL = [...source('miniprogram/services/consent-words.ts').matchAll(/^ {2}(\d+): '(.+)',$/gm)].map(([, code = '', words = '']) => ({ code, words }))

/** What the page calls that which the pipeline does. */
const DISPOSITIONS: Record<Disposition, string> = {
  refused: '不再发给这人',
  'bad-request': '内容不对',
  halt: '停下整个推送',
  later: '稍后重试',
  'no-token': '等有凭证的调用',
  unknown: '不确定',
}

it('reads the tables of the code, and none of them is empty', () => {
  expect([OF_FUNCTIONS, OF_WECHAT, REFUSED_BY_THE_CLOUD, OF_OURS, OF_THE_PANEL].map(({ length }) => length > 5)).toEqual([true, true, true, true, true])
})

it('has a row for every code that a function answers, and says what to do', () => {
  const missing = [...new Set(OF_FUNCTIONS)].filter((code) => rowOf(code).length !== 3 || rowOf(code).includes(''))
  expect(missing).toEqual([])
})

it.each(OF_WECHAT)('tells of WeChat’s %s what an admin is told, and what is done about it', (code) => {
  const verdict = readWeChatError({ errCode: Number(code) })
  const [, done = '', words = ''] = rowOf(code)
  expect({ done, words }).toEqual({ done: DISPOSITIONS[verdict.disposition], words: verdict.message })
})

it.each(REFUSED_BY_THE_CLOUD)('tells of %s, with which the cloud refuses the call itself', (code) => {
  const verdict = readWeChatError({ errCode: Number(code) })
  const [, done = '', words = ''] = rowOf(code)
  expect({ done, words: words.replace('…', code) }).toEqual({ done: `${DISPOSITIONS[verdict.disposition]}，最多 ${verdict.attempts} 次`, words: verdict.message })
})

it.each([
  ['-501007', { errCode: -501007 }],
  ['-501001', { errCode: -501001, errMsg: 'socket hang up' }],
  ['其余比', { errCode: -999_999 }],
])('tells of %s', (code, error) => {
  const [, , words = ''] = TABLE.find(([first = '']) => first.replaceAll('`', '').startsWith(code)) ?? []
  expect(words).toBe(readWeChatError(error).message)
})

it.each(OF_OURS)('tells of our own reason %s what an admin is told', (reason) => {
  // «stopped» is a code of functions as well, further up.
  const row = TABLE.filter((each) => codesOf(each).includes(reason)).at(-1)
  expect(row?.[1]).toBe(wordsFor({ reason: reason as MessageReason }))
})

it.each(OF_THE_PANEL)('tells of the panel’s $code what the user is told', ({ code, words }) => {
  expect(rowOf(code)[1]).toBe(words)
})

it('names no code that the code does not know', () => {
  const known = [...OF_FUNCTIONS, ...OF_WECHAT, ...REFUSED_BY_THE_CLOUD, ...OF_OURS, ...OF_THE_PANEL.map(({ code }) => code), 'bad-field', '-501001', '-501007', '-10000']
  expect(TABLE.flatMap(codesOf).filter((code) => !known.includes(code))).toEqual([])
})
