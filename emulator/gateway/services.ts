import { type Faults } from '../faults/faults'
import { type FileLink, type FileOutcome, type UploadMetadata } from '../file-storage'
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
  /** 开放数据 that a user allowed. */
  openData: { byCloudId(cloudID: string, openid: string | undefined): { cloudID: string } | undefined }
  /** The words of an error code, for errors that were ordered. */
  errorReply(errcode: number): { errcode: number; errmsg: string }
}

/** The part of the document database that functions reach. */
export interface DatabaseService {
  /** Runs one database.* action with the rights of a function. Rejects with WireError. */
  execute(action: string, body: Record<string, unknown>): Promise<Record<string, unknown>>
}

/** The cloud storage, as functions reach it: with all rights, which is what no asker stands for. */
export interface FileService {
  /** @throws WireError INVALID_PARAM when the path cannot be one */
  prepareUpload(path: string, asker: undefined): UploadMetadata
  link(files: readonly { fileID: string; maxAge?: number }[], asker: undefined): FileLink[]
  remove(fileIDs: readonly string[], asker: undefined): Promise<FileOutcome[]>
}

/** What the gateway stands in front of. */
export interface GatewayServices {
  /** The environment's id; requests for another are refused. */
  env: string
  /** But where nothing says which environment the project has. */
  anyEnv: boolean
  database: DatabaseService
  files: FileService
  wechat: OpenApiPlatform
  functions: FunctionRuntime
  faults: Faults
  stats: Stats
  switches: GatewaySwitches
  /** Told what a run of a function asked for, and what came of it. */
  onStep?: (requestId: string, step: CallStep) => void
}
