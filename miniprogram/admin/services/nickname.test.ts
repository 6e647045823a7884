import { hasNickname, NICKNAME, takesNames, withoutNickname, withPlaceholder } from './nickname'

it('is found however it was typed, and nothing else is', () => {
  expect([NICKNAME, '好 {{ nickname }}', '{{nick}}', 'nickname'].map(hasNickname)).toEqual([true, true, false, false])
})

it('is taken out to be counted, and shown as a place', () => {
  expect(withoutNickname('{{nickname}}，请巡查')).toBe('，请巡查')
  expect(withPlaceholder('{{nickname}}，{{ nickname }}')).toBe('〔昵称〕，〔昵称〕')
})

it('suits free text and names', () => {
  expect((['thing', 'name', 'phrase', 'character_string', 'time'] as const).map((rule) => takesNames({ rule }))).toEqual([true, true, false, false, false])
})
