import { maskOpenid as onThePage } from '../../miniprogram/services/mask'
import { maskOpenid } from '../records/mask'
import { writeLog } from './log'

const OPENID = 'oDemo_user_linxia_000000000C'

it('a line of log names nobody in full, wherever the name comes from', () => {
  const lines: string[] = []
  const write = jest.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line))
  writeLog('error', 'push interrupted', { pushId: 'p1', error: `E11000 duplicate key: "p1:${OPENID}"`, id: `${OPENID}:VD5EkP6eV85Xn36VZeTZabrKF-mk8Gufm9UfGHJgI3O` })
  write.mockRestore()
  expect(lines.join()).not.toContain(OPENID)
  expect(lines.join()).toContain('oDem…000C')
  // A template's id is nobody's name.
  expect(lines.join()).toContain('VD5EkP6eV85Xn36VZeTZabrKF-mk8Gufm9UfGHJgI3O')
})

it.each([OPENID, 'o1234567', 'o12345678', ''])('pages and functions mask %j alike', (openid) => {
  expect(maskOpenid(openid)).toBe(onThePage(openid))
})
