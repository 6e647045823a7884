import { type Session } from '../../session'
import { deliver, type Callbacks } from '../api'
import { notAvailable } from '../not-available'
import { callFunction, CloudID, type FunctionResult } from './call-function'
import { CloudError } from './cloud-error'
import { callContainer } from './container'
import { clientDatabase, type DatabaseOptions } from './database'
import { cloudFiles } from './files'

interface CallOptions extends Callbacks<FunctionResult> {
  name?: string
  data?: unknown
}

const NOT_INITIALISED = "Error: Cloud API isn't enabled, please call wx.cloud.init first"

/** `wx.cloud`. The environment that `init` names does not matter: there is one. */
export function cloudApis(session: Session): object {
  const functions = {
    ...instance(session, () => undefined),
    CloudID: cloudIdMaker(),
    /** 跨账号、跨环境: here it is the same environment again, in the name of the same user. */
    Cloud: function make() {
      return notAvailable(instance(session, () => Promise.resolve()), 'Cloud', session.toasts)
    },
  }
  return notAvailable(functions, 'wx.cloud', session.toasts)
}

/** One that is to be initialised. */
function instance(session: Session, ready: () => Promise<void> | undefined): object {
  let initialised = false
  const call = (options: CallOptions = {}): Promise<FunctionResult> | undefined => {
    const outcome = initialised
      ? callFunction(session, options.name, options.data)
      : Promise.reject(new CloudError('cloud.callFunction', -1, NOT_INITIALISED))
    return deliver(options as Callbacks, outcome)
  }
  return {
    init: () => {
      initialised = true
      return ready()
    },
    callFunction: call,
    ...initialisedOnly({ ...cloudFiles(session), callContainer: (options = {}) => deliver(options as Callbacks, callContainer(session, options) as Promise<{ errMsg: string }>) }, () => initialised),
    database: (options?: DatabaseOptions) => {
      if (!initialised) throw new Error(NOT_INITIALISED)
      return clientDatabase(session, options)
    },
  }
}

function initialisedOnly(functions: Record<string, (options?: Callbacks) => unknown>, initialised: () => boolean): object {
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
