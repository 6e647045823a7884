import { resolve } from 'node:path'
import { parseCliOptions, UsageError } from './cli-options'

test('without flags it runs the current folder on port 8800 and keeps data beside it', () => {
  expect(parseCliOptions([])).toEqual({
    projectDir: resolve('.'),
    port: 8800,
    dataDir: resolve('.emulator'),
    reset: false,
    headless: false,
    seed: undefined,
  })
})

test('every flag is taken', () => {
  const args = ['--project', '/p', '--port', '0', '--data', '/d', '--reset', '--headless', '--seed', '/s.ts']
  expect(parseCliOptions(args)).toEqual({ projectDir: '/p', port: 0, dataDir: '/d', reset: true, headless: true, seed: '/s.ts' })
})

test('data lies beside the project that was named', () => {
  expect(parseCliOptions(['--project', '/p'])).toMatchObject({ dataDir: '/p/.emulator' })
})

test('--seed none starts empty', () => {
  expect(parseCliOptions(['--seed', 'none'])).toMatchObject({ seed: null })
})

test('--help wins over the rest', () => {
  expect(parseCliOptions(['--port', 'x', '--help'])).toBe('help')
})

test.each([
  [['--prot', '1'], '--prot'],
  [['extra'], 'extra'],
  [['--port'], '--port'],
  [['--port', 'abc'], '--port abc is not a port number'],
  [['--port', '70000'], '--port 70000'],
  [['--port=-1'], '--port -1'],
])('%j is refused in words', (args, words) => {
  expect(() => parseCliOptions(args)).toThrow(UsageError)
  expect(() => parseCliOptions(args)).toThrow(words)
})
