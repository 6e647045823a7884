import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCredentials, SHANGHAI, type Credentials } from './credentials'
import { openApp } from './marker'

describe('the credentials of a command', () => {
  let home: string
  beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'home-'))))
  afterEach(() => rmSync(home, { recursive: true }))

  const login = (credential: object | string): void => {
    mkdirSync(join(home, '.config/.cloudbase'), { recursive: true })
    writeFileSync(join(home, '.config/.cloudbase/auth.json'), typeof credential === 'string' ? credential : JSON.stringify({ credential }))
  }

  it('come from the variables first', () => {
    login({ secretId: 'other', secretKey: 'other' })
    expect(readCredentials({ TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key' }, 0, home)).toEqual({ secretId: 'id', secretKey: 'key' })
  })

  it('say where the environment is, when it is not in Shanghai, to everything that asks it', () => {
    const credentials = readCredentials({ TENCENTCLOUD_SECRETID: 'id', TENCENTCLOUD_SECRETKEY: 'key', TCB_REGION: 'ap-guangzhou' }, 0, home) as Credentials
    expect(credentials).toEqual({ secretId: 'id', secretKey: 'key', region: 'ap-guangzhou' })
    const regionOf = (each: Credentials): unknown => (openApp(each, 'env-1') as unknown as { config: { region: string } }).config.region
    expect(regionOf(credentials)).toBe('ap-guangzhou')
    expect(regionOf({ secretId: 'id', secretKey: 'key' })).toBe(SHANGHAI)
  })

  it('else from the CLI\'s login, by key or by web', () => {
    login({ secretId: 'id', secretKey: 'key' })
    expect(readCredentials({}, 0, home)).toEqual({ secretId: 'id', secretKey: 'key' })
    login({ tmpSecretId: 'id', tmpSecretKey: 'key', tmpToken: 'token', tmpExpired: 1000 })
    expect(readCredentials({}, 999, home)).toEqual({ secretId: 'id', secretKey: 'key', token: 'token' })
  })

  it.each<[string, Record<string, string>, object | string | undefined, RegExp]>([
    ['nobody has logged in', {}, undefined, /没有密钥：.*\.env\.local.*npx tcb login/],
    ['the login is over', {}, { tmpSecretId: 'id', tmpSecretKey: 'key', tmpExpired: 1000 }, /登录已经过期/],
    ['the login is no JSON', {}, '{', /没有密钥/],
    ['one of the two is missing', { TENCENTCLOUD_SECRETID: 'id' }, undefined, /要一起填/],
  ])('are missing in words where %s', (_what, variables, credential, words) => {
    if (credential) login(credential)
    expect(readCredentials(variables, 1000, home)).toMatch(words)
  })
})
