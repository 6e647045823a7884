import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import type { FunctionConfig } from '../project/project'

/**
 * The environment variables that an instance has all its life, and nothing of the emulator's own but PATH.
 * With them the unmodified SDK reaches the gateway: TCB_CONTEXT_CNFG is the field that the platform itself injects.
 * @param env  cloud environment id
 * @param installed  a node_modules folder with packages that the function does not hold itself
 */
export function staticEnvironment(config: FunctionConfig, env: string, gatewayUrl: string, installed?: string): Record<string, string> {
  return {
    TZ: 'UTC',
    ...config.variables,
    // After the function's own: the platform refuses variables under these names.
    PATH: process.env.PATH ?? '',
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: REGION,
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    TENCENTCLOUD_SESSIONTOKEN: 'local',
    SCF_NAMESPACE: env,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: gatewayUrl }),
    ...nodePath([installed, PACKAGES]),
  }
}

export const REGION = 'ap-shanghai'

/** Where Node looks last, so that what lies beside a function comes first. */
function nodePath(folders: (string | undefined)[]): Record<string, string> {
  const there = folders.filter((folder) => folder !== undefined)
  return there.length === 0 ? {} : { NODE_PATH: there.join(delimiter) }
}

/** Where wx-server-sdk lies beside the emulator: for functions whose dependencies are not installed, as DevTools would do in the cloud. */
const PACKAGES = findPackages()

function findPackages(): string | undefined {
  try {
    return join(dirname(createRequire(__filename).resolve('wx-server-sdk/package.json')), '..')
  } catch {
    return undefined
  }
}
