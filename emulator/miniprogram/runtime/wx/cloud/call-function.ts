import { type Session } from '../../session'
import { CloudError, codedError, errorOf, refusalOf } from './cloud-error'

/** What stands for open data until the platform puts these in its place. */
export class CloudID {
  constructor(readonly cloudID: string) {}
}

const API = 'cloud.callFunction'

type Outcome = { ok: true; result: unknown; requestId: string } | { ok: false; error: { code: string; message: string } }

export interface FunctionResult {
  result: unknown
  requestID: string
  errMsg: string
}

/** @throws CloudError with the codes and the form of text that a mini-program sees */
export async function callFunction({ cloud, openid }: Session, name: unknown, data: unknown): Promise<FunctionResult> {
  if (typeof name !== 'string' || name === '') throw new CloudError(API, -501007, 'parameter error: parameter.name should be String')
  const openData = cloudIdsIn(data)
  const asked = { function: name, data: data ?? {}, caller: { kind: 'client', openid }, ...(openData && { openData }) }
  const outcome = await invoke(cloud.post('/emulator/invoke', asked))
  if (!outcome.ok) throw refusalOf(API, codedError(outcome.error.code, outcome.error.message))
  return { result: outcome.result, requestID: outcome.requestId, errMsg: `${API}:ok` }
}

/** The fields of the data that are a `wx.cloud.CloudID`, only those at the top (顶层字段). */
function cloudIdsIn(data: unknown): Record<string, string> | undefined {
  const found = Object.entries((data ?? {}) as object).filter((entry): entry is [string, CloudID] => entry[1] instanceof CloudID)
  return found.length === 0 ? undefined : Object.fromEntries(found.map(([name, { cloudID }]) => [name, cloudID]))
}

async function invoke(request: Promise<unknown>): Promise<Outcome> {
  try {
    return (await request) as Outcome
  } catch (error) {
    throw refusalOf(API, errorOf(error))
  }
}
