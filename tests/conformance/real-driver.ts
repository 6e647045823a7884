import tcb from '@cloudbase/node-sdk'
import { type Known } from './record/placeholders'
import { type Driver, type Outcome } from './step'

export interface RealEnvironment {
  env: string
  secretId: string
  secretKey: string
}

/** The environment named by CONFORMANCE_ENV_ID, with the keys of a sub-account that may invoke its functions. */
export function realEnvironment(): RealEnvironment | undefined {
  const { CONFORMANCE_ENV_ID: env, TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = process.env
  if (!env) return undefined
  if (secretId && secretKey) return { env, secretId, secretKey }
  throw new Error('CONFORMANCE_ENV_ID also needs TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY.')
}

/** What of it must not stand in a recording. */
export function knownOf({ env, secretId, secretKey }: RealEnvironment): Known {
  return { env, secrets: [secretId, secretKey] }
}

/**
 * Calls the deployed function `conformance`, as the console would: without identity and call token.
 * **It has never been run against a real environment**, only against the gateway of a local cloud. What it needs is in docs/fidelity.md.
 */
export async function startRealDriver({ env, secretId, secretKey }: RealEnvironment): Promise<Driver> {
  const app = tcb.init({ env, secretId, secretKey })
  return {
    async run(step, data) {
      const { result } = await app.callFunction({ name: 'conformance', data: { ...data, step } })
      return result as Outcome
    },
    close: async () => undefined,
  }
}
