import { resolve } from 'node:path'
import { parseCliOptions, UsageError } from './cli-options'

test('without flags it runs the current folder on port 8800 and keeps data beside it', () => {
  expect(parseCliOptions([])).toEqual({
    allowNetwork: [],
    containers: [],
    projectDir: resolve('.'),
    port: 8800,
    dataDir: resolve('.emulator'),
    reset: false,
    install: false,
    headless: false,
    createCollections: false,
    processes: {},
    seed: undefined,
  })
})

test('every flag is taken', () => {
  const args = ['--project', '/p', '--port', '0', '--data', '/d', '--reset', '--install', '--headless', '--create-collections', '--seed', '/s.ts', '--processes', '6', '--concurrency', 'push=8,dispatch=2', '--node', process.execPath, '--allow-network', 'a.example,*.B.example', '--allow-network', '*', '--container', 'orders=http://127.0.0.1:81', '--container', 'http://127.0.0.1:82']
  expect(parseCliOptions(args)).toEqual({
    allowNetwork: ['a.example', '*.b.example', '*'],
    containers: ['orders=http://127.0.0.1:81', 'http://127.0.0.1:82'],
    projectDir: '/p',
    port: 0,
    dataDir: '/d',
    reset: true,
    install: true,
    headless: true,
    createCollections: true,
    processes: { processes: 6, concurrency: { push: 8, dispatch: 2 }, node: process.execPath },
    seed: '/s.ts',
  })
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
  [['--node', '/no/such/node'], '--node /no/such/node is not a program that can be run'],
  [['--port=-1'], '--port -1'],
  [['--processes', '0'], '--processes takes a number from 1 to 100, not «0»'],
  [['--processes', 'many'], '--processes takes a number'],
  [['--concurrency', 'push'], '--concurrency push is not of the form FUNCTION=N'],
  [['--concurrency', 'push=2,=3'], '--concurrency =3 is not of the form'],
  [['--concurrency', 'push=200'], '--concurrency push takes a number from 1 to 100, not «200»'],
])('%j is refused in words', (args, words) => {
  expect(() => parseCliOptions(args)).toThrow(UsageError)
  expect(() => parseCliOptions(args)).toThrow(words)
})
