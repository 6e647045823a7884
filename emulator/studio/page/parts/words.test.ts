import { maskOpenid, nameOfOpenid, searchUsers, shownUsers } from './words'

const CHEN = { openid: 'oDemo_owner_chen_0000000000A', nickname: '陈经理', role: 'owner', roleName: '所有者' }
const ANNA = { openid: 'oDemo_user_anna_00000000000L', nickname: 'Anna Müller' }

test('an openid is masked in the middle', () => {
  expect(maskOpenid(CHEN.openid)).toBe('oDemo_…000A')
  expect(maskOpenid('oShort')).toBe('oShort')
})

test('a user without a nickname goes by the masked openid', () => {
  expect(nameOfOpenid([CHEN], CHEN.openid)).toBe('陈经理')
  expect(nameOfOpenid([CHEN], ANNA.openid)).toBe('oDemo_…000L')
})

test.each([
  ['', ['陈经理', 'Anna Müller']],
  ['anna', ['Anna Müller']],
  ['陈', ['陈经理']],
  ['所有者', ['陈经理']],
  ['000L', ['Anna Müller']],
  ['nobody', []],
])('the search %j finds %j', (text, names) => {
  expect(searchUsers([CHEN, ANNA], text).map(({ nickname }) => nickname)).toEqual(names)
})

test('of many users the first are shown, and the chosen one before them', () => {
  const many = Array.from({ length: 700 }, (_, index) => ({ openid: `oUser_${index}` }))
  expect(shownUsers(many, 'oUser_3')).toEqual(many.slice(0, 50))
  const shown = shownUsers(many, 'oUser_600')
  expect([shown.length, shown[0]?.openid, shown[1]?.openid]).toEqual([50, 'oUser_600', 'oUser_0'])
  expect(shownUsers(many.slice(0, 2), 'oNobody')).toHaveLength(2)
})
