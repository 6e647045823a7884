import { type Result } from '../../services/answers'
import { resultCsv } from './result-csv'

function result(changes: Partial<Result>): Result {
  return { id: 'p:o', openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', state: 'sent', ...changes }
}

it('has a head and a line for everybody, openids masked', () => {
  expect(resultCsv([result({}), result({ state: 'skipped', message: '没有剩余授权' })])).toBe(
    '昵称,openid,状态,原因\n林夏,oDem…000C,已发送,\n林夏,oDem…000C,未发送,没有剩余授权',
  )
})

it.each([
  ['a,b', '"a,b"'],
  ['说"好"', '"说""好"""'],
  ['两\n行', '"两\n行"'],
  ['=1+1', "'=1+1"],
  ['@all', "'@all"],
])('keeps %j in one cell, and text', (nickname, cell) => {
  expect(resultCsv([result({ nickname })]).split('\n').slice(1).join('\n')).toBe(`${cell},oDem…000C,已发送,`)
})
