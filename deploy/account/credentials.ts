import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Variables } from '../variables'

export interface Credentials {
  secretId: string
  secretKey: string
  token?: string
  /** Where the environment is; `SHANGHAI` where nobody said. */
  region?: string
}

export const SHANGHAI = 'ap-shanghai'

/** Where `npx tcb login` puts what it got. */
const loginFile = (home: string): string => join(home, '.config/.cloudbase/auth.json')

interface Login {
  credential?: { secretId?: string; secretKey?: string; token?: string; tmpSecretId?: string; tmpSecretKey?: string; tmpToken?: string; tmpExpired?: number | string }
}

/**
 * From the file of variables, else from the CLI's login. Never from the command line, where every process of the machine could read it.
 * @param now  milliseconds, to tell a login that is over
 * @returns the credentials, or in words what is missing
 */
export function readCredentials(variables: Variables, now: number, home = homedir()): Credentials | string {
  const { TCB_REGION: region } = variables
  const found = readKeys(variables, now, home)
  return typeof found === 'string' || !region ? found : { ...found, region }
}

function readKeys(variables: Variables, now: number, home: string): Credentials | string {
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey, TENCENTCLOUD_SESSIONTOKEN: token } = variables
  if (secretId && secretKey) return { secretId, secretKey, ...(token && { token }) }
  if (secretId || secretKey) return 'TENCENTCLOUD_SECRETID 和 TENCENTCLOUD_SECRETKEY 要一起填，现在只有一个。'
  const missing = '没有密钥：请在 .env.local 里写上 TENCENTCLOUD_SECRETID 和 TENCENTCLOUD_SECRETKEY（腾讯云控制台 → 访问管理 → API 密钥），或先运行 npx tcb login。'
  const { credential } = existsSync(loginFile(home)) ? readLogin(home) : {}
  if (!credential) return missing
  if (credential.secretId && credential.secretKey) return { secretId: credential.secretId, secretKey: credential.secretKey, ...(credential.token && { token: credential.token }) }
  const { tmpSecretId, tmpSecretKey, tmpToken, tmpExpired } = credential
  if (!tmpSecretId || !tmpSecretKey) return missing
  if (tmpExpired !== undefined && Number(tmpExpired) <= now) return 'npx tcb login 的登录已经过期：请重新登录，或在 .env.local 里写上密钥。'
  return { secretId: tmpSecretId, secretKey: tmpSecretKey, ...(tmpToken && { token: tmpToken }) }
}

function readLogin(home: string): Login {
  try {
    return JSON.parse(readFileSync(loginFile(home), 'utf8')) as Login
  } catch {
    return {}
  }
}
