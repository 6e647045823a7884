import { decodeGbk } from './gbk'

/** No phone has it, but whatever runs the tests does. */
declare const TextDecoder: new (encoding: string) => { decode(bytes: Uint8Array): string }

/** Whatever nobody has assigned: private use, or nothing. */
const UNASSIGNED = /^[\ue000-\uf8ff\ufffd]|^.[\s\S]+$/u

it('reads every character of GBK as a whole decoder does', () => {
  const whole = new TextDecoder('gbk')
  const wrong: string[] = []
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) {
      if (second === 0x7f) continue
      const bytes = new Uint8Array([first, second])
      const expected = whole.decode(bytes)
      if (!UNASSIGNED.test(expected) && decodeGbk(bytes) !== expected) wrong.push(`${first.toString(16)}${second.toString(16)} ${expected} ${decodeGbk(bytes)}`)
    }
  expect(wrong).toEqual([])
})

it('goes on after what is no character, and never fails', () => {
  expect(decodeGbk(new Uint8Array([0x41, 0xff, 0xff, 0xd6, 0xd0, 0x80, 0x2c, 0xd6]))).toBe('A\ufffd中€,\ufffd')
})
