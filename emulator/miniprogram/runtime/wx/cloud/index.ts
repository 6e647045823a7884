import { type Session } from '../../session'
import { deliver, type Callbacks } from '../api'
import { notAvailable } from '../not-available'
import { callFunction, type FunctionResult } from './call-function'
import { CloudError } from './cloud-error'
import { clientDatabase, type DatabaseOptions } from './database'

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
    database: (options?: DatabaseOptions) => {
      if (!initialised) throw new Error(NOT_INITIALISED)
      return clientDatabase(session, options)
    },
  }
  return notAvailable(functions, 'wx.cloud', session.toasts)
}
