import { type Session } from '../../session'
import { deliver, type Callbacks } from '../api'
import { notAvailable } from '../not-available'
import { callFunction, CloudID, type FunctionResult } from './call-function'
import { CloudError } from './cloud-error'
import { clientDatabase, type DatabaseOptions } from './database'
import { cloudFiles } from './files'

interface CallOptions extends Callbacks<FunctionResult> {
  name?: string
  data?: unknown
}

const NOT_INITIALISED = "Error: Cloud API isn't enabled, please call wx.cloud.init first"

/** `wx.cloud`. The environment that `init` names does not matter: there is one. */
export function cloudApis(session: Session): object {
  let initialised = false
  const call = (options: CallOptions = {}): Promise<FunctionResult> | undefined => {
    const outcome = initialised
      ? callFunction(session, options.name, options.data)
      : Promise.reject(new CloudError('cloud.callFunction', -1, NOT_INITIALISED))
    return deliver(options as Callbacks, outcome)
  }
  const functions = {
    init: () => {
      initialised = true
    },
    callFunction: call,
    CloudID: cloudIdMaker(),
    ...initialisedOnly(cloudFiles(session), () => initialised),
    database: (options?: DatabaseOptions) => {
      if (!initialised) throw new Error(NOT_INITIALISED)
      return clientDatabase(session, options)
    },
  }
  return notAvailable(functions, 'wx.cloud', session.toasts)
}

function initialisedOnly(functions: ReturnType<typeof cloudFiles>, initialised: () => boolean): object {
  return Object.fromEntries(
    Object.entries(functions).map(([name, run]) => {
      const guarded = (options: Callbacks = {}) =>
        initialised() ? run(options) : deliver(options, Promise.reject<{ errMsg: string }>(new CloudError(`cloud.${name}`, -1, NOT_INITIALISED)))
      return [name, guarded]
    }),
  )
}

/** `new wx.cloud.CloudID(id)` and, as the examples of WeChat have it, without `new`. */
function cloudIdMaker(): unknown {
  return function make(cloudID: string): CloudID {
    return new CloudID(cloudID)
  }
}
