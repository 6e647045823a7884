import { parse } from 'protobufjs'
import { parseJson } from '../nesting'

/** The messages that wx-server-sdk 4.0.2 wraps openapi calls in, as its own bundle declares them. */
const { root } = parse(`
  syntax = "proto3";
  message KeyValuePair { string key = 1; bytes value = 2; string contenttype = 3; string filename = 4; }
  message OpenApiData { repeated KeyValuePair pairs = 1; }
  message InnerApiData {
    uint32 modid = 1; uint32 cmdid = 2; string url = 3; bool useHttps = 4; int32 method = 5; repeated string headers = 6; bytes body = 7;
  }
  message SvrkitApiData { string apiName = 1; bytes reqData = 2; }
  message TokenApiData { string resourceAppid = 1; string resourceEnv = 2; }
  message CommApiData {
    enum ApiType { OPEN_API = 0; INNER_API = 1; SVRKIT_API = 2; TOKEN_API = 3; }
    ApiType apiType = 1; OpenApiData openapiData = 2; InnerApiData innerData = 3;
    SvrkitApiData svrkitData = 4; TokenApiData tokenData = 5; string appid = 6;
  }
  message ApiGetOpenDataByCloudIdReq { repeated string cloudidList = 2; string appid = 3; }
  message OpDataItem { string cloudId = 1; string json = 2; }
  message ApiGetOpenDataByCloudIdResp { repeated OpDataItem dataList = 1; }
  message HttpHeader { string key = 1; string value = 2; }
  message CommOpenApiResp {
    bytes respData = 1; string contentType = 2; int32 errorCode = 3; uint32 httpCode = 4;
    repeated HttpHeader headers = 5; int32 svrkitErrorCode = 6;
  }
`)
const CommApiData = root.lookupType('CommApiData')
const CommOpenApiResp = root.lookupType('CommOpenApiResp')

/** A file among the parameters, for example an image to check. */
export interface BinaryParameter {
  value: Buffer
  filename?: string
  contentType?: string
}

export interface OpenApiCall {
  apiType: 'OPEN_API' | 'INNER_API' | 'SVRKIT_API' | 'TOKEN_API'
  /** Top-level parameters by their REST names (snake_case), JSON values, or files. */
  params: Record<string, unknown>
  /** Another appid of the same owner, when resources are shared. */
  appid?: string
  /** The internal api's name, for SVRKIT_API: getOpenData, getVoIPSign. */
  svrkitApi?: string
  /** What that takes, packed. */
  svrkitData?: Buffer
}

interface Pair {
  key: string
  value?: Buffer
  contenttype?: string
  filename?: string
}

interface DecodedCall {
  apiType: OpenApiCall['apiType']
  openapiData?: { pairs?: Pair[] }
  svrkitData?: { apiName?: string; reqData?: Buffer }
  appid?: string
}

/** @throws Error when the bytes are no CommApiData */
export function decodeCall(bytes: Buffer): OpenApiCall {
  const call = CommApiData.toObject(CommApiData.decode(bytes), { enums: String, bytes: Buffer, defaults: false }) as DecodedCall
  return {
    apiType: call.apiType ?? 'OPEN_API',
    params: Object.fromEntries((call.openapiData?.pairs ?? []).map((pair) => [pair.key, parameterOf(pair)])),
    appid: call.appid || undefined,
    svrkitApi: call.svrkitData?.apiName,
    svrkitData: call.svrkitData?.reqData,
  }
}

function parameterOf({ value = Buffer.alloc(0), filename, contenttype }: Pair): unknown {
  if (filename || contenttype) return { value, filename, contentType: contenttype } satisfies BinaryParameter
  try {
    return parseJson(value.toString('utf8'), 'A parameter')
  } catch {
    return { value } satisfies BinaryParameter
  }
}

const CloudIds = root.lookupType('ApiGetOpenDataByCloudIdReq')
const OpenDataList = root.lookupType('ApiGetOpenDataByCloudIdResp')

/** What `cloud.getOpenData({list})` asks for. @throws Error when the bytes are no such request */
export function decodeCloudIds(bytes: Buffer): string[] {
  const { cloudidList = [] } = CloudIds.toObject(CloudIds.decode(bytes)) as { cloudidList?: string[] }
  return cloudidList
}

/** @param list  the data behind each cloudID, in order */
export function encodeOpenData(list: readonly { cloudID: string }[]): Buffer {
  const dataList = list.map((item) => ({ cloudId: item.cloudID, json: JSON.stringify(item) }))
  return encode({ respData: OpenDataList.encode(OpenDataList.fromObject({ dataList })).finish() })
}

/** Of an internal api. */
export function encodeSvrkitError(svrkitErrorCode: number): Buffer {
  return encode({ svrkitErrorCode })
}

/** WeChat's own answer: REST text or bytes. */
export function encodeAnswer(respData: string | Buffer, contentType: string): Buffer {
  return encode({ respData: typeof respData === 'string' ? Buffer.from(respData) : respData, contentType, httpCode: 200 })
}

/** Refused before it reached the api, for example -604101. */
export function encodeRefusal(errorCode: number): Buffer {
  return encode({ errorCode })
}

function encode(response: Record<string, unknown>): Buffer {
  return Buffer.from(CommOpenApiResp.encode(CommOpenApiResp.fromObject(response)).finish())
}
