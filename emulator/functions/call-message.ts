import type { FunctionConfig, Project } from '../project/project'
import type { CallContext } from './context'
import type { ToInstance } from './messages'
import { REGION } from './static-environment'
import type { FunctionSwitches } from './switches'

export interface CallFacts {
  project: Project
  config: FunctionConfig
  context: CallContext
  /** Empty when the platform issues none. */
  token: string
  requestId: string
  /** Beginning of the `seqId` that the SDK puts into each request of this call. */
  seqId: string
  switches: FunctionSwitches
  offsetMs: number
}

/** What an instance is told for one call. `event` is JSON text. */
export function callMessage(event: string, facts: CallFacts): Extract<ToInstance, { type: 'call' }> {
  const { project, config, requestId, switches, offsetMs } = facts
  const environment = callEnvironment(facts)
  return {
    type: 'call',
    event,
    environment,
    offsetMs,
    sticky: switches.context.sticky,
    context: {
      memory_limit_in_mb: config.memoryMb,
      time_limit_in_ms: config.timeoutSeconds * 1000,
      request_id: requestId,
      ...environmentFields(environment, switches.context.environ),
      function_version: '$LATEST',
      function_name: config.name,
      namespace: project.env,
      tencentcloud_region: REGION,
    },
  }
}

/**
 * The environment variables of one call. The SDK sees only those WX_… and TCB_… names that the two …_CONTEXT_KEYS list,
 * and getWXContext() gives `{}` where WX_CONTEXT_KEYS is missing.
 */
function callEnvironment({ project, context, seqId, token }: CallFacts): Record<string, string> {
  const tcb: Record<string, string> = { TCB_ENV: project.env, TCB_SEQID: seqId }
  if (context.triggerSrc) tcb.TRIGGER_SRC = context.triggerSrc
  if (context.source !== undefined) tcb.TCB_SOURCE = context.source
  const wx = context.tokenIn ? { ...context.wx, [context.tokenIn]: token } : context.wx

  const environment: Record<string, string> = { ...wx, ...tcb, TCB_CONTEXT_KEYS: Object.keys(tcb).join(',') }
  if (Object.keys(wx).length > 0) environment.WX_CONTEXT_KEYS = Object.keys(wx).join(',')
  return environment
}

/** The same variables, as the handler's `context` carries them. */
function environmentFields(environment: Record<string, string>, form: FunctionSwitches['context']['environ']): Record<string, string> {
  const pairs = Object.entries(environment).map(([name, value]) => `${name}=${value}`)
  return {
    ...(form === 'environ' ? {} : { environment: JSON.stringify(environment) }),
    ...(form === 'environment' ? {} : { environ: pairs.join(';') }),
  }
}
