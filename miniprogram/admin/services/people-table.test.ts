import fc from 'fast-check'
import { columnFaults } from '../../../core/templates/columns'
import { type Match } from '../../services/answers'
import { guessWho, listRows, namesIn, peopleIn, tableFault, tableOf } from './people-table'

const OPENID = 'oDemo_user_linxia_000000000C'
const CSV = '姓名,金额\n林夏,10\n张伟,20\n王五,30\n林夏,40\n,50'
const one = (name: string, openid: string): [string, Match] => [name, { name, found: 'one', openid, by: 'nickname' }]

it('the first row has the names, unless somebody stands in it', () => {
  expect(tableOf(CSV)).toMatchObject({ hasHeader: true, header: ['姓名', '金额'], rows: { length: 5 } })
  expect(tableOf(`${OPENID},10`)).toEqual({ hasHeader: false, header: ['第1列', '第2列'], rows: [[OPENID, '10']] })
  expect(tableOf('林夏,10', false)).toMatchObject({ header: ['第1列', '第2列'], rows: [['林夏', '10']] })
})

it('whatever a column is called, it can stand in a text: the function takes its name', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '金', '{', '}', ' ', 'nickname', 'date', '𠮷'), maxLength: 30 }), { minLength: 1, maxLength: 5 }), (cells) => {
      const { header } = tableOf(cells.map((cell) => `"${cell}"`).join(','), true)
      expect(new Set(header).size).toBe(header.length)
      expect(columnFaults(Object.fromEntries(header.map((name) => [name, ''])))).toEqual([])
    }),
  )
})

it.each([
  ['姓名,金额\n林夏,1', { column: 0, by: 'any' }],
  ['金额,业主备注\n1,3栋', { column: 1, by: 'remark' }],
  ['金额,微信昵称\n1,林', { column: 1, by: 'nickname' }],
  ['openid,金额\nx,1', { column: 0, by: 'openid' }],
  [`金额,编号\n1,${OPENID}`, { column: 1, by: 'openid' }],
  ['房号,金额\n3栋,1', { column: 0, by: 'any' }],
])('guesses who is meant in %j', (text, guess) => {
  expect(guessWho(tableOf(text))).toEqual(guess)
})

it('shows who was found, and why not, and guesses none', () => {
  const table = tableOf(CSV)
  expect(namesIn(table, 0)).toEqual(['林夏', '张伟', '王五'])
  const people = peopleIn(table, 0, 'any', new Map([one('林夏', 'oLin'), ['张伟', { name: '张伟', found: 'ambiguous' }], ['王五', { name: '王五', found: 'unknown' }]]))
  expect(people).toEqual([
    { place: 0, line: 2, name: '林夏', openid: 'oLin', fault: '' },
    { place: 1, line: 3, name: '张伟', openid: '', fault: expect.stringMatching(/不止一位叫这个/) },
    { place: 2, line: 4, name: '王五', openid: '', fault: '没有找到这个人' },
    { place: 3, line: 5, name: '林夏', openid: '', fault: '和第 2 行是同一个人，一人只能有一条' },
    { place: 4, line: 6, name: '', openid: '', fault: '这一格是空的' },
  ])
  expect(listRows(table, 0, people)).toEqual([{ openid: 'oLin', name: '林夏', columns: { 姓名: '林夏', 金额: '10' } }])
})

it('takes openids as they are', () => {
  const table = tableOf(`openid,金额\n${OPENID},1\n林夏,2`)
  expect(peopleIn(table, 0, 'openid', new Map()).map(({ openid, fault }) => [openid, fault])).toEqual([[OPENID, ''], ['', '不像 openid']])
})

it('says what is too much, and what is nothing', () => {
  expect(tableFault(tableOf('姓名'))).toMatch(/没有读到人/)
  expect(tableFault(tableOf(`姓名\n${Array.from({ length: 1001 }, (_, n) => `人${n}`).join('\n')}`))).toBe('有 1001 行，一次最多 1000 行，请分成几个文件')
  expect(tableFault(tableOf(`姓名,x\n林夏,${'长'.repeat(200_001)}`))).toMatch(/字太多了/)
  expect(tableFault(tableOf(CSV))).toBe('')
})
