import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contradictions, readVariables } from './variables'

describe('the variables of an environment', () => {
  let folder: string
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'variables-'))))
  afterEach(() => {
    rmSync(folder, { recursive: true })
    delete process.env['TCB_ENV_ID']
  })
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text)

  it('arrive as they were written, whatever is in them', () => {
    file('.env.local', `A='say "hi" $HOME \\\\n'\nB=back\\slash$1\nC="two\\nlines"\nD='two\nlines'\n`)
    expect(readVariables(undefined, folder)).toMatchObject({ A: 'say "hi" $HOME \\\\n', B: 'back\\slash$1', C: 'two\nlines', D: 'two\nlines' })
  })

  it('are those of the named environment alone, over what all share', () => {
    file('.env', 'SHARED=1\nTCB_ENV_ID=none\n')
    file('.env.local', 'TCB_ENV_ID=own\nONLY_LOCAL=1\n')
    file('.env.staging', 'TCB_ENV_ID=staging-1\n')
    expect(readVariables('staging', folder)).toMatchObject({ SHARED: '1', TCB_ENV_ID: 'staging-1' })
    expect(readVariables('staging', folder)).not.toHaveProperty('ONLY_LOCAL')
  })

  it('of a named environment may not be contradicted by what is left over in the terminal', () => {
    file('.env.production', 'TCB_ENV_ID=production-1\nQUIET_HOURS=\n')
    expect(contradictions('production', folder)).toEqual([])
    process.env['TCB_ENV_ID'] = 'staging-1'
    expect(contradictions('production', folder)).toEqual(['终端里的 TCB_ENV_ID 和 .env.production 里的不一样：请先 unset TCB_ENV_ID，再运行一次。'])
    expect(contradictions(undefined, folder)).toEqual([])
  })

  it('of a named environment without a file are missing in words', () => {
    expect(contradictions('staging', folder)).toEqual([expect.stringMatching(/没有 \.env\.staging/)])
  })
})
