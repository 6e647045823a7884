import { ENVIRONMENTS } from '../environment'

export type Version = keyof typeof ENVIRONMENTS

/**
 * What `wx.cloud.init` is told: the environment of the version that runs. A version without one is never given another's, or what
 * somebody tries out would reach the users of the released one.
 */
export function cloudOptions(version: Version, environments: Record<Version, string> = ENVIRONMENTS): { env?: string; traceUser: true } {
  const env = environments[version]
  return { ...(env !== '' && { env }), traceUser: true }
}
