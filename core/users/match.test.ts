import { CallLog } from '../../tests/support/call-log'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { parse } from '../api/schema'
import { MATCH_REQUEST, matchPeople, type Match } from './match'
import { usersOf } from './user'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

/** @returns her openid */
async function somebody(nickname: string, remark = ''): Promise<string> {
  const openid = freshOpenid()
  const now = new Date(local.emulator.clock.now())
  await usersOf(local.db).add({ data: { _id: openid, nickname, remark, tags: [], firstSeen: now, lastSeen: now } })
  return openid
}

async function match(names: string[], by?: 'openid' | 'remark' | 'nickname'): Promise<Match[]> {
  return (await matchPeople(local.db, { names, ...(by && { by }) })).matches
}

it('finds each by openid, remark or nickname, in the order of the names, and says by what', async () => {
  const [one, two, three] = [await somebody('阿林'), await somebody('', '3栋老张'), await somebody('小孙', '3栋老孙')]
  expect(await match(['3栋老张', three, ' 阿林 ', '小孙'])).toEqual([
    { name: '3栋老张', found: 'one', openid: two, by: 'remark' },
    { name: three, found: 'one', openid: three, by: 'openid' },
    { name: ' 阿林 ', found: 'one', openid: one, by: 'nickname' },
    { name: '小孙', found: 'one', openid: three, by: 'nickname' },
  ])
})

it('guesses none: neither of two with a name, nor of the remark of one that is the nickname of another, nor of a part of a name', async () => {
  await somebody('重名')
  await somebody('重名')
  const remarked = await somebody('甲', '撞名')
  await somebody('撞名')
  expect(await match(['重名', '撞名', '重', '没有的人'])).toMatchObject([{ found: 'ambiguous' }, { found: 'ambiguous' }, { found: 'unknown' }, { found: 'unknown' }])
  expect(await match(['撞名'], 'remark')).toEqual([{ name: '撞名', found: 'one', openid: remarked, by: 'remark' }])
})

it('takes somebody with the same remark and nickname for the one that she is', async () => {
  const same = await somebody('同名', '同名')
  expect(await match(['同名'])).toEqual([{ name: '同名', found: 'one', openid: same, by: 'remark' }])
})

it('never takes the nickname of somebody for the openid of another', async () => {
  const victim = await somebody('受害人')
  await somebody(victim)
  expect(await match([victim])).toEqual([{ name: victim, found: 'one', openid: victim, by: 'openid' }])
})

it('looks only where it is told to', async () => {
  const openid = await somebody('只看昵称', '只看备注')
  expect(await match(['只看昵称', openid], 'remark')).toMatchObject([{ found: 'unknown' }, { found: 'unknown' }])
  expect(await match(['只看昵称', openid], 'openid')).toMatchObject([{ found: 'unknown' }, { found: 'one' }])
})

it('finds a thousand names in three calls, among more people of one name than a query gives', async () => {
  const now = new Date(local.emulator.clock.now())
  const row = (nickname: string) => ({ _id: freshOpenid(), nickname, remark: '', tags: [], firstSeen: now, lastSeen: now })
  local.emulator.database.insert('users', [...Array.from({ length: 1500 }, () => row('微信用户')), ...Array.from({ length: 999 }, (_, n) => row(`住户${n}`))])
  let matches: Match[] = []
  const calls = await new CallLog(local.emulator).of(async () => void (matches = await match(['微信用户', ...Array.from({ length: 999 }, (_, n) => `住户${n}`)])))
  expect(calls).toHaveLength(3)
  expect(matches[0]).toMatchObject({ found: 'ambiguous' })
  expect(matches.filter(({ found }) => found === 'one')).toHaveLength(999)
})

it('refuses in words more names than one call finds, none, and what is no name', () => {
  expect(() => parse(MATCH_REQUEST, { names: Array.from({ length: 1001 }, String) })).toThrow('一次最多 1000 个名字')
  expect(() => parse(MATCH_REQUEST, { names: [] })).toThrow('至少要有一个名字')
  expect(() => parse(MATCH_REQUEST, { names: [''] })).toThrow('不能为空')
  expect(() => parse(MATCH_REQUEST, { names: ['a'], by: 'phone' })).toThrow('只能是 openid、remark（备注）或 nickname（昵称）')
})
