import { MEMBER_ACTIONS } from '../../../cloudfunctions/push/src/actions'
import { USER_ACTIONS } from '../../../cloudfunctions/subscribe/src/actions'
import { type AuditItem } from '../../services/answers'
import { auditDetails, auditLines, auditRow } from './audit-rows'
import { ACTION_WORDS, FILTERED_ACTIONS } from './audit-words'

const NOW = new Date('2026-12-01T12:00:00+08:00')
const PERSON = '3fa9c2d1e0b4a5968778'

function item(changes: Partial<AuditItem> = {}): AuditItem {
  return {
    id: '000000000041', n: 41, at: '2026-12-01T01:07:05.000Z', by: { kind: 'operator', key: 'main' }, function: 'push', action: 'grant', result: 'ok', facts: {}, prev: 'aa', hash: 'bb', byName: '', aboutName: '', ...changes,
  }
}

it('a row says who did what to whom, and how it went', () => {
  expect(auditRow(item({ facts: { person: PERSON, role: 'sender' }, aboutName: '周管家' }), undefined, NOW)).toMatchObject({
    number: '#41', what: '设置成员角色', who: '云控制台 · main', about: '周管家 → 推送者', result: '成功', tone: 'good',
  })
  expect(auditRow(item({ by: { kind: 'member', person: PERSON }, byName: '陈经理', action: 'create', facts: { pushId: 'p', template: 'patrol-assigned', recipients: 30 } }), [{ key: 'patrol-assigned', title: '巡检任务提醒' }], NOW)).toMatchObject({
    what: '推送', who: '陈经理', about: '30 人 · 巡检任务提醒',
  })
})

it.each<[string, Partial<AuditItem>, object]>([
  ['whoever is no member any more', { by: { kind: 'member', person: PERSON } }, { who: '成员 3fa9c2' }],
  ['a user without a name', { by: { kind: 'user' }, action: 'erase' }, { who: '一位用户', what: '删除自己的数据' }],
  ['somebody who was refused again and again', { by: { kind: 'user', person: PERSON }, action: 'create', result: 'forbidden', times: 40 }, { who: '用户 3fa9c2', about: '一段时间内共 40 次', result: '没有权限', tone: 'bad' }],
  ['a wrong key', { by: { kind: 'nobody' }, action: '', result: 'wrong-key', times: 60 }, { who: '身份不明的调用', what: '试密钥', result: '密钥不对' }],
  ['an action that there is not', { by: { kind: 'timer' }, action: '', result: 'unknown-action' }, { who: '定时器', what: '未知操作' }],
  ['a role that is none of ours', { result: 'forbidden', facts: { reason: 'unknown-role' } }, { about: '角色无法识别' }],
  ['what nobody knows the end of', { result: 'unanswered' }, { result: '结果不明', tone: 'warn' }],
  ['what has no words yet', { action: 'new-thing', result: 'new-code' }, { what: 'new-thing', result: 'new-code' }],
])('a row of %s reads as such', (_what, changes, expected) => {
  expect(auditRow(item(changes), undefined, NOW)).toMatchObject(expected)
})

it('a record of before the chain says that it is one', () => {
  const { n: _n, hash: _hash, prev: _prev, result: _result, ...early } = item()
  expect(auditRow(early, undefined, NOW)).toMatchObject({ number: '早期记录', result: '成功' })
})

it('every action has words', () => {
  for (const name of [...Object.keys(MEMBER_ACTIONS), ...Object.keys(USER_ACTIONS), ...FILTERED_ACTIONS]) expect([name, typeof ACTION_WORDS[name]]).toEqual([name, 'string'])
})

it('the details have all of it, and the lines what a file needs to be verified', () => {
  const one = item({ facts: { pushId: 'p1' }, source: 'wx_client', call: 'c1' })
const long = '9dc17fe7aea1ff8bc0f4c7db56b37b6f0c08a0cc58050aa8bd483b66552864bb'
  const at = new Date(2026, 11, 1, 9, 7, 5)
  expect(auditDetails({ ...one, hash: long, at: at.toISOString(), by: { kind: 'member', person: PERSON } }, at)).toBe(
    '编号 41\n时间 今天 09:07:05\n操作 grant · ok\n身份 member · 3fa9c2d1e0b4…\n来自 push · wx_client\npushId p1\n哈希 9dc17fe7aea1…',
  )
  const { id, byName: _byName, aboutName: _aboutName, ...entry } = one
  expect(auditLines([one, one]).split('\n').map((line) => JSON.parse(line) as unknown)).toEqual([{ _id: id, ...entry }, { _id: id, ...entry }])
})
