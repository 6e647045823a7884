import { parseCloudbaserc, variablesUsedIn } from './cloudbaserc'

const parse = (file: unknown, variables: Record<string, string> = {}) =>
  parseCloudbaserc(typeof file === 'string' ? file : JSON.stringify(file), 'cloudbaserc.json', variables, 'fallback')

describe('templates of cloudbaserc.json', () => {
  it('are filled with variables, also inside a text, and with nothing where one is missing', () => {
    const envVariables = { A: 'pre-{{ env.WHO }}', B: '[{{env.MISSING}}{{util.uid}}]' }
    const file = { envId: '{{env.ENV}}', functions: [{ name: 'f', envVariables }] }
    const { envId, functions } = parse(file, { ENV: 'dev-1', WHO: 'local' })
    expect(envId).toBe('dev-1')
    expect(functions.get('f')?.envVariables).toEqual({ A: 'pre-local', B: '[]' })
  })

  it('know the environment id that the file itself gives, or the local one', () => {
    const functions = [{ name: 'f', envVariables: { ID: '{{tcb.envId}}' } }]
    expect(parse({ envId: '{{env.ENV}}', functions }, { ENV: 'dev-1' }).functions.get('f')?.envVariables).toEqual({ ID: 'dev-1' })
    expect(parse({ envId: '{{env.ENV}}', functions }).functions.get('f')?.envVariables).toEqual({ ID: 'fallback' })
  })

  it('refuse a value that would break the JSON, naming the variable', () => {
    const bad = () => parse({ envId: '{{env.BAD}}' }, { BAD: '{"a":1}' })
    expect(bad).toThrow(/\{\{env\.BAD\}\} in cloudbaserc\.json stands for a value with a quote/)
  })

  it('tell which variables they use', () => {
    expect(variablesUsedIn('{"a":"{{env.A}}","b":"{{tcb.envId}} {{env.B}}"}')).toEqual(['A', 'B'])
  })
})

describe('functions of cloudbaserc.json', () => {
  it('are merged over functionDefaultConfig, objects deeply and lists by index', () => {
    const { functions } = parse({
      functionDefaultConfig: { timeout: 20, envVariables: { A: '1', B: '1' }, ignore: ['x', 'y'] },
      functions: [{ name: 'f', timeout: 60, envVariables: { B: '2' }, ignore: ['z'] }, { name: 'g' }],
    })
    expect(functions.get('f')).toEqual({ name: 'f', timeout: 60, envVariables: { A: '1', B: '2' }, ignore: ['z', 'y'] })
    expect(functions.get('g')).toEqual({ name: 'g', timeout: 20, envVariables: { A: '1', B: '1' }, ignore: ['x', 'y'] })
  })

  it.each([
    ['{', /cloudbaserc\.json is not valid JSON/],
    [{ functions: {} }, /"functions" in cloudbaserc\.json must be a list of objects/],
    [{ functions: [{ timeout: 3 }] }, /Each entry of "functions" in cloudbaserc\.json needs a "name"/],
    [{ envId: 5 }, /"envId" in cloudbaserc\.json must be a text/],
  ])('refuse %j in words', (file, words) => {
    expect(() => parse(file)).toThrow(words)
  })
})
