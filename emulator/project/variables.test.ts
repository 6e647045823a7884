import { parseEnvFile } from './variables'

it.each([
  ['A=1', { A: '1' }],
  [' export A = b c ', { A: 'b c' }],
  ['A="b # c" # comment', { A: 'b # c' }],
  ["A='b\\nc'", { A: 'b\\nc' }],
  ['A="b\\nc"', { A: 'b\nc' }],
  ['A=b # comment', { A: 'b' }],
  ['A=b#c', { A: 'b#c' }],
  ['A=', { A: '' }],
  ['A=x=y', { A: 'x=y' }],
  ['# A=1\r\nB=2\r\nnot a line\r\n1C=3', { B: '2' }],
])('reads %j', (text, variables) => {
  expect(parseEnvFile(text)).toEqual(variables)
})
