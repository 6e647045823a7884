import { type Chance } from './random'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Names that mean something to JavaScript, to the database or to the platform. */
const NAMES = [
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'then', 'toJSON', 'length', '', ' ', '.', 'a.b', '$', '$where', '$ne', '$set',
  '_id', '_openid', 'openid', 'userInfo', 'operatorKey', 'action', 'Type', 'TriggerName', 'tcbContext', 'wxCloudApiToken', 'role', '0', '-1', '名字', '\u0000', '\u202e',
]

const TEXTS = [
  '', ' ', '\n', '\u0000', '\u0007\u001b[31m', '\u202eabc', '\ufeff', '\ud800', 'e\u0301\u0301\u0301', '👩‍👩‍👧‍👦', '𠮷', '﷽', 'ＡＢＣ', 'null', 'undefined', 'NaN', 'true', '[object Object]',
  '../../etc/passwd', '%00', '%', '<script>alert(1)</script>', "'; drop table users; --", '${7*7}', '{{thing1.DATA}}', '{{nickname}}', '{{', '$1', '\\', '(', '[', '*', '^$', '/.*/',
  '2026-02-30', '9999-12-31T23:59:59Z', '-271821-04-20', '+275760-09-13T00:00:00.001Z', '2026年13月1日', '24:60', '1e999', '0x10', '１２３', 'authorizations:', 'answers:\u0000', 'messages:zzz:zzz',
  '@long:300@', '@long:5000@', '@long:90000@',
]

const NUMBERS = [
  0, -0, 1, -1, 2, 0.1, 1.5, -1e-300, 5e-324, 255, 65_536, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53, -(2 ** 53), 2 ** 53 + 2, 1e21, 1e308, 8.64e15, 8.64e15 + 1, -8.64e15, 1_700_000_000,
]

/** As it is written to JSON by somebody with other ideas: wrong types, odd numbers, odd texts, very long and very deep. */
export function junk(chance: Chance, depth = 0): Json {
  const kind = chance.weighted({ text: 5, number: 3, flag: 1, nothing: 1, list: depth > 3 ? 0 : 1, object: depth > 3 ? 0 : 2, operator: 1, deep: 0.15 })
  if (kind === 'text') return junkText(chance)
  if (kind === 'number') return chance.of(NUMBERS)
  if (kind === 'flag') return chance.hits(0.5)
  if (kind === 'nothing') return null
  if (kind === 'deep') return chance.of(['@deep:50@', '@deep:2000@', '@deep:9000@'])
  if (kind === 'operator') return { [chance.of(['$ne', '$gt', '$regex', '$in', '$where', '$date', '$numberLong', '$oid', '$undefined', '$binary'])]: junk(chance, depth + 2) }
  const size = chance.of([0, 1, 2, 3, 30])
  if (kind === 'list') return Array.from({ length: size }, () => junk(chance, depth + 1))
  // Own keys, also the one called __proto__, as JSON.parse makes them.
  return Object.fromEntries(Array.from({ length: size }, () => [junkName(chance), junk(chance, depth + 1)]))
}

export function junkText(chance: Chance): string {
  const parts = Array.from({ length: chance.of([1, 1, 1, 2, 3]) }, () => chance.of(TEXTS))
  return parts.join('')
}

export function junkName(chance: Chance): string {
  return chance.hits(0.8) ? chance.of(NAMES) : junkText(chance)
}

/** The text as it is sent: what stands for long and deep things, so that a seed stays short, becomes them. */
export function written(value: Json): string {
  return JSON.stringify(value)
    .replace(/"@deep:(\d+)@"(?!:)/g, (_all, levels: string) => nested(levels))
    .replace(/@quoted-deep:(\d+)@/g, (_all, levels: string) => nested(levels))
    .replace(/@long:(\d+)@/g, (_all, length: string) => '长'.repeat(Number(length)))
}

function nested(levels: string): string {
  return '['.repeat(Number(levels)) + ']'.repeat(Number(levels))
}
