import { faultsOf, remarksOf } from './faults'

describe('what is told before anything is deployed', () => {
  const good = { TCB_ENV_ID: 'env-1', OPERATOR_KEY: 'an operator key, long enough' }

  it.each<[string, Record<string, string>, RegExp]>([
    ['there is no environment', { TCB_ENV_ID: '' }, /没有 TCB_ENV_ID：请在 \.env\.local 里写上环境 ID/],
    ['there is no operator key', { OPERATOR_KEY: '' }, /没有设置 OPERATOR_KEY.*openssl rand/],
    ['it is short', { OPERATOR_KEY: '1' }, /OPERATOR_KEY 太短或太简单/],
    ['it is of few different characters', { OPERATOR_KEY: 'a'.repeat(40) }, /OPERATOR_KEY 太短或太简单/],
    ['its successor is weak', { OPERATOR_KEY_NEXT: 'next' }, /OPERATOR_KEY_NEXT 太短或太简单/],
    ['its name is none', { OPERATOR_KEY_NAME: 'a b' }, /OPERATOR_KEY_NAME/],
    ['the state is none', { MINIPROGRAM_STATE: 'beta' }, /MINIPROGRAM_STATE/],
    ['the prefix is none', { COLLECTION_PREFIX: '1-' }, /COLLECTION_PREFIX/],
  ])('stops it where %s', (_what, changes, words) => {
    expect(faultsOf({ ...good, ...changes }, '.env.local').join('\n')).toMatch(words)
  })

  it('lets good variables through', () => {
    expect(faultsOf(good, '.env.local')).toEqual([])
  })

  it('names the template ids that are still missing, and the version that cards open', () => {
    const templates = [{ templateId: '{{env.ID_A}}' }, { templateId: '{{env.ID_B}}' }]
    expect(remarksOf({ ...good, ID_A: 'x' }, templates, '.env.staging')).toEqual([
      expect.stringMatching(/还没有模板 ID：ID_B。.*\.env\.staging/),
      expect.stringMatching(/开发版（MINIPROGRAM_STATE=developer）。小程序发布之后改成 formal/),
    ])
    expect(remarksOf({ ...good, MINIPROGRAM_STATE: 'formal' }, [], '.env.local')).toEqual([expect.stringMatching(/正式版.*41030/)])
  })
})
