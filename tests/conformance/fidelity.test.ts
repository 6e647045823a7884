import { readdirSync, readFileSync } from 'node:fs'
import { startLocalDriver } from './local-driver'

const DOCUMENT = readFileSync(`${__dirname}/../../docs/fidelity.md`, 'utf8')
const OWN_FILE = 'fidelity.test.ts'

/** Each test is declared by a call whose first argument is its name: `test('…', …)`, or a helper of the file. */
const DECLARATION = /^ {0,2}(?!describe)[A-Za-z]\w*\(\s*'((?:[^'\\]|\\.)+)',/gm

function existingTests(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith('.test.ts') && file !== OWN_FILE)
  return files.flatMap((file) => {
    const names = [...readFileSync(`${__dirname}/${file}`, 'utf8').matchAll(DECLARATION)].map(([, name]) => name)
    return names.map((name) => `${file.replace('.test.ts', '')} › ${name}`)
  })
}

/** The cells of all rows with so many columns, without the heads of the tables. */
function rows(columns: number): string[][] {
  return DOCUMENT.split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | ').map((cell) => cell.trim()))
    .filter((cells) => cells.length === columns && cells[0] !== '规则' && cells[0] !== '开关')
}

const RULES = rows(5)
const namedTests = () => RULES.flatMap(([, , tests = '']) => tests.split('<br>').map((test) => test.replace(/^`|`$/g, '')))

test('docs/fidelity.md names every conformance test, once, and no other', () => {
  expect(namedTests().sort()).toEqual(existingTests().sort())
})

test('every rule has a source', () => {
  expect(RULES.filter(([, source]) => source === '')).toEqual([])
})

test('every rule says whether it was checked against WeChat, and a yes says when', () => {
  expect(RULES.filter(([, , , , checked = '']) => !/^(no|yes, \d{4}-\d\d-\d\d\b.*)$/.test(checked))).toEqual([])
})

test('every switch of the local cloud is listed with its default', async () => {
  const { emulator, close } = await startLocalDriver()
  const switches = Object.entries(emulator.switches.all()).flatMap(([group, values]) => {
    return Object.entries(values as object).map(([name, value]) => [`${group}.${name}`, JSON.stringify(value)])
  })
  await close()
  const listed = rows(4).map(([name = '', value = '']) => [name.replaceAll('`', ''), value.replaceAll('`', '')])
  expect(listed.sort()).toEqual(switches.sort())
})
