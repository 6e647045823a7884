import { initialOf, maskOpenid, nameOf } from './mask'

it('shows the first and last four characters of an openid', () => {
  expect(maskOpenid('oDemo_user_linxia_000000000C')).toBe('oDem…000C')
})

it('leaves alone what has nothing to hide', () => {
  expect(maskOpenid('o1234567')).toBe('o1234567')
  expect(maskOpenid('')).toBe('')
})

it('takes whole characters as initials, also rare ones, and has one for nobody', () => {
  expect(initialOf('欧阳明月')).toBe('欧')
  expect(initialOf('𠮷野家')).toBe('𠮷')
  expect(initialOf(' anna')).toBe('A')
  expect(initialOf('')).toBe('?')
})

it('prefers the remark of the admins to the name that a user gave', () => {
  expect(nameOf({ nickname: '小夏', remark: '3 号楼林夏' })).toBe('3 号楼林夏')
  expect(nameOf({ nickname: '小夏' })).toBe('小夏')
  expect(nameOf({ nickname: '' })).toBe('未填昵称')
})
