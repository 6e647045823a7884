import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { documentAt, inlineCode, ROOT } from './documents'

const named = inlineCode(documentAt('docs/组件.md').text)
const read = (piece: string, ending: string): string => readFileSync(join(ROOT, `miniprogram/components/${piece}/${piece}.${ending}`), 'utf8')

describe.each(['subscribe-button', 'subscribe-again'])('%s', (piece) => {
  it('has each of its properties and classes in the table', () => {
    const [, properties = ''] = /properties: \{\n(.*?)\n {2}\},/s.exec(read(piece, 'ts')) ?? []
    const names = [...properties.matchAll(/^ {4}(\w+): \{ type/gm)].map(([, name = '']) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    const [, classes = ''] = /externalClasses: \[(.*?)\]/.exec(read(piece, 'ts')) ?? []
    expect(names.length).toBeGreaterThan(2)
    expect([...names, ...[...classes.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name)].filter((name) => !named.includes(name))).toEqual([])
  })

  it('takes each of its colours and sizes from a variable that is in the table, and none from somebody else’s app.wxss', () => {
    const variables = [...read(piece, 'wxss').matchAll(/var\((--[\w-]+)(,?)/g)]
    expect(variables.filter(([, name = '', fallback]) => !named.includes(name) || fallback === '').map(([, name]) => name)).toEqual([])
  })
})
