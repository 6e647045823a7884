import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { versionEnvironments, writeEnvironments } from './mini-program'

describe('the environments that the mini-program is built with', () => {
  const staging = { TCB_ENV_ID: 'staging-1' }
  const production = { TCB_ENV_ID: 'production-1' }

  it('are two where there are two files, and one where there is one', () => {
    expect(versionEnvironments({ local: { TCB_ENV_ID: 'own' }, staging, production })).toEqual({ develop: 'staging-1', trial: 'staging-1', release: 'production-1' })
    expect(versionEnvironments({ local: { TCB_ENV_ID: 'own' } })).toEqual({ develop: 'own', trial: 'own', release: 'own' })
  })

  it.each([
    ['one of the two files is missing', { production }, /只有 \.env\.production：两个环境要两个文件/],
    ['one of the two has no id', { staging: {}, production }, /\.env\.staging 里没有 TCB_ENV_ID/],
    ['both are the same', { staging, production: staging }, /要是两个环境/],
    ['nobody has named one', { local: {} }, /\.env\.local 里没有 TCB_ENV_ID/],
    ['it is no id', { local: { TCB_ENV_ID: "x', y: '" } }, /不是环境 ID/],
  ])('are told to be wrong where %s', (_what, files, words) => {
    expect(versionEnvironments(files)).toMatch(words)
  })

  it('stand in the file that the mini-program reads, and can be replaced', () => {
    const source = readFileSync(join(__dirname, '../../miniprogram/environment.ts'), 'utf8')
    const once = writeEnvironments(source, { develop: 'a', trial: 'a', release: 'b' })
    expect(once).toMatch(/develop: 'a',\n {2}trial: 'a',\n {2}release: 'b',/)
    expect(writeEnvironments(once, { develop: '', trial: '', release: '' })).toBe(source.replace(/'[^']*',/g, "'',"))
  })
})
