import { listWords, MAX_LISTED, readOpenids } from './openid-list'

const A = 'oDemo_user_linxia_000000000C'
const B = 'oDemo_user_zhangwei_0000000E'

it('takes one a line, commas of both kinds, and what a spreadsheet puts around them', () => {
  for (const text of [`${A}\n${B}`, `${A},${B}`, `${A}，${B}；`, `"${A}"\r\n"${B}"`, `  ${A}\t${B}\n\n`])
    expect(readOpenids(text)).toEqual({ openids: [A, B], duplicates: 0, wrong: [] })
})

it('takes a double once and says so', () => {
  const list = readOpenids(`${A}\n${B}\n${A}`)
  expect(list).toMatchObject({ openids: [A, B], duplicates: 1 })
  expect(listWords(list)).toEqual({ summary: '读到 2 人', faults: ['有 1 个重复，只会发一次'] })
})

it('quotes what is no openid, the first of many', () => {
  const list = readOpenids(`林夏\n13800000000\n${A}\n张伟 李静`)
  expect(list.openids).toEqual([A])
  expect(listWords(list).faults).toEqual(['「林夏」「13800000000」「张伟」 等 4 个不像 openid，已忽略；openid 是 o 开头的一串字母和数字'])
})

it('shortens what goes on and on', () => {
  expect(listWords(readOpenids('好'.repeat(90))).faults[0]).toContain(`「${'好'.repeat(20)}…」`)
})

it('says when there are more than one push takes', () => {
  const many = Array.from({ length: MAX_LISTED + 2 }, (_, place) => `oMany${String(place).padStart(20, '0')}`)
  expect(listWords(readOpenids(many.join('\n'))).faults).toEqual(['一次最多 3000 人，多出 2 人，请分几次发'])
})

it('finds nobody in nothing', () => {
  expect(readOpenids(' \n,')).toEqual({ openids: [], duplicates: 0, wrong: [] })
})
