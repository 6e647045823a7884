import { type Faults } from '../faults/faults'
import { type CallStep } from '../functions/call-log'
import { type FunctionRuntime } from '../functions/invocation'
import { type Stats } from '../stats'
import { type GatewaySwitches } from './switches'

/** What WeChat answers to one openapi call: REST text or bytes. */
export interface OpenApiAnswer {
  body: string | Buffer
  contentType: string
}

/** The part of the platform that functions reach through `cloud.openapi`. */
export interface OpenApiPlatform {
  /** Rejects with UnknownApiError when there is no such api. Parameters have their REST names. */
  call(apiName: string, params: Record<string, unknown>): Promise<OpenApiAnswer>
  /** The words of an error code, for errors that were ordered. */
  errorReply(errcode: number): { errcode: number; errmsg: string }
}

/** The part of the document database that functions reach. */
export interface DatabaseService {
  /** Runs one database.* action with the rights of a function. Rejects with WireError. */
  execute(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>
}

/** What the gateway stands in front of. */
export interface GatewayServices {
  /** The environment's id; requests for another are refused. */
  env: string
  database: DatabaseService
  wechat: OpenApiPlatform
  functions: FunctionRuntime
  faults: Faults
  stats: Stats
  switches: GatewaySwitches
  /** Told what a run of a function asked for, and what came of it. */
  onStep?: (requestId: string, step: CallStep) => void
}
