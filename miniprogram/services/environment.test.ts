import { cloudOptions } from './environment'

describe('the environment of the mini-program', () => {
  it.each([
    ['develop', 'staging-1'],
    ['trial', 'staging-1'],
    ['release', 'production-1'],
  ] as const)('is, for the version %s, %s', (version, env) => {
    expect(cloudOptions(version, { develop: 'staging-1', trial: 'staging-1', release: 'production-1' })).toEqual({ env, traceUser: true })
  })

  it('is not another version\'s where one has none', () => {
    expect(cloudOptions('develop', { develop: '', trial: '', release: 'production-1' })).toEqual({ traceUser: true })
  })

  it('is left to the platform, and to the local cloud, in the project as it is', () => {
    expect(cloudOptions('release')).toEqual({ traceUser: true })
  })
})
