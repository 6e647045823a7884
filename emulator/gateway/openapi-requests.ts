import { type Invocation } from '../functions/invocation'
import { parseJson } from '../nesting'
import { WireError } from '../wire-error'
import { authorize, calling, OpenApiRefusal } from './openapi-access'
import { callPlatform, type PlatformOutcome } from './platform-call'
import { decodeCall, decodeCloudIds, encodeAnswer, encodeOpenData, encodeRefusal, encodeSvrkitError, type OpenApiCall } from './protobuf'
import { type Reply } from './reply'
import { textField, type GatewayRequest } from './request'
import { type GatewayServices, type OpenApiAnswer } from './services'
import { toSnakeCase } from './snake-case'

const OPEN_DATA = 'ApiGetOpenDataByCloudId'
/** Which number WeChat has for a cloudID that is none, or too old, is not documented. */
const INVALID_CLOUD_ID = -1

/** `cloud.openapi.<namespace>.<api>()`: protobuf in, protobuf out. */
export async function openApi(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  const call = readCall(request.requestData)
  if (call.svrkitApi === OPEN_DATA) return openData(request, call, services)
  const apiName = textField(request, 'apiName')
  try {
    const outcome = await callAs(authorized(request, apiName, services), apiName, call.params, services)
    return outcome === 'cut' ? { kind: 'cut' } : { kind: 'protobuf', body: encodeAnswer(outcome.body, outcome.contentType) }
  } catch (error) {
    if (error instanceof OpenApiRefusal) return { kind: 'protobuf', body: encodeRefusal(error.errorCode) }
    throw error
  }
}

/** `cloud.callOpenAPI({api, data})`: JSON in, JSON out, parameters as the caller wrote them. */
export async function callOpenApi(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  const apiName = textField(request, 'apiName')
  const params = toSnakeCase(readJsonParams(textField(request, 'requestData'))) as Record<string, unknown>
  try {
    const outcome = await callAs(authorized(request, apiName, services), apiName, params, services)
    return outcome === 'cut' ? { kind: 'cut' } : { kind: 'json', body: { data: { responseData: outcome.body.toString() } } }
  } catch (error) {
    // This form has no place for WeChat's number; how the cloud words it here is not documented.
    if (error instanceof OpenApiRefusal) throw new WireError('FUNCTIONS_REQUEST_FAIL', `system error: error code: ${error.errorCode}`)
    throw error
  }
}

function authorized(request: GatewayRequest, apiName: string, { functions, switches }: GatewayServices): Invocation {
  return authorize(textField(request, 'wxCloudApiToken'), apiName, functions, switches)
}

async function callAs(
  invocation: Invocation,
  apiName: string,
  params: Record<string, unknown>,
  services: GatewayServices,
): Promise<PlatformOutcome> {
  services.stats.openapiCalls += 1
  const began = performance.now()
  const outcome = await callPlatform({ apiName, params, functionName: invocation.functionName }, services)
  const step = { kind: 'openapi', name: apiName, ms: Math.round(performance.now() - began), ...(outcome === 'cut' ? { error: 'cut' } : toldOf(outcome)) } as const
  services.onStep?.(invocation.requestId, typeof params.touser === 'string' ? { ...step, openid: params.touser } : step)
  return outcome
}

/** What an answer tells of what came of the call. A msgid is a number beyond what JavaScript can hold. */
function toldOf({ body, contentType }: OpenApiAnswer): { error?: string; msgid?: string } {
  if (!contentType.includes('json')) return {}
  const text = body.toString()
  const [, errcode = '0'] = /"errcode":\s*(-?\d+)/.exec(text) ?? []
  const [, msgid] = /"msgid":\s*"?(\d+)/.exec(text) ?? []
  return { ...(errcode !== '0' && { error: errcode }), ...(msgid !== undefined && { msgid }) }
}

function readCall(bytes: Buffer): OpenApiCall {
  let call: OpenApiCall
  try {
    call = decodeCall(bytes)
  } catch (cause) {
    throw new WireError('INVALID_PARAM', `requestData cannot be decoded: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (call.apiType !== 'OPEN_API' && call.svrkitApi !== OPEN_DATA) {
    const name = call.svrkitApi ?? call.apiType
    throw new WireError('NOT_SUPPORTED', `${name} (getVoIPSign and its kind) is not supported by the local cloud.`)
  }
  return call
}

/** `cloud.getOpenData({list})`: no permission is needed, but the user on whose behalf the function runs must be whose data they are. */
function openData(request: GatewayRequest, call: OpenApiCall, { functions, wechat, switches }: GatewayServices): Reply {
  const invocation = calling(textField(request, 'wxCloudApiToken'), functions, switches)
  const found = decodeCloudIds(call.svrkitData ?? Buffer.alloc(0)).map((id) => wechat.openData.byCloudId(id, invocation.openid))
  const known = found.filter((item) => item !== undefined)
  return { kind: 'protobuf', body: known.length < found.length ? encodeSvrkitError(INVALID_CLOUD_ID) : encodeOpenData(known) }
}

function readJsonParams(text: string): unknown {
  return text === '' ? {} : parseJson(text, 'requestData')
}
