import CloudBase from '@cloudbase/manager-node'
import { SHANGHAI, type Credentials } from './credentials'

export type Service = 'tcb' | 'scf'

/** Calls one action of Tencent's API for one environment; answers the fields of `Response`. */
export interface Api {
  envId: string
  /** @throws ApiError whatever went wrong: nothing is ever taken for «does not exist» here */
  call<T>(service: Service, action: string, parameters?: object): Promise<T>
}

/** What the API said, or that it said nothing, in words for whoever ran the command. */
export class ApiError extends Error {
  constructor(
    readonly action: string,
    /** The API's own, for example `ResourceNotFound.Function`; absent when no answer came. */
    readonly code: string | undefined,
    said: string,
    readonly requestId?: string,
  ) {
    super(`调用 ${action} 失败：${[said, code && `错误码 ${code}`, requestId && `RequestId ${requestId}`].filter(Boolean).join('，')}。${adviceFor(code)}`)
  }
}

const ADVICE: [code: RegExp, advice: string][] = [
  [/^AuthFailure/, '密钥不对、已停用，或本机时钟不准：请核对 .env.local 里的 TENCENTCLOUD_SECRETID 和 TENCENTCLOUD_SECRETKEY，或重新 npx tcb login。'],
  [/^UnauthorizedOperation|CamNoAuth/, '这个密钥没有权限：请在 访问管理 里给它 QcloudTCBFullAccess 和 QcloudSCFFullAccess。'],
  [/^(LimitExceeded|RequestLimitExceeded)/, '超出了套餐的数量或频率限制：过一会儿再运行，或在控制台里升级套餐。'],
  [/^ResourceInUse|^FailedOperation.*(Operating|Updating)/, '正被别的操作占用：过一会儿再运行。'],
  [/^40013$/, '微信不认识这个 AppID：请核对 WECHAT_APPID。'],
  [/^40125$|^40001$/, '密钥不对：请在 微信公众平台 → 开发管理 → 开发设置 里重置 AppSecret，写进 WECHAT_APPSECRET。'],
  [/^40164$/, '本机的 IP 不在白名单里：请在 微信公众平台 → 开发管理 → 开发设置 → IP 白名单 里加上。'],
  [/^ResourceNotFound/, '请核对 TCB_ENV_ID 是不是这个密钥所属账号下的环境。'],
]

function adviceFor(code: string | undefined): string {
  if (code === undefined) return '没有收到回答，做没做成不知道：请检查网络，再运行一次。'
  return ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? '可以再运行一次；还不行就拿着 RequestId 找腾讯云。'
}

/** By way of the unchanged @cloudbase/manager-node, which signs. */
export function openApi({ secretId, secretKey, token, region = SHANGHAI }: Credentials, envId: string): Api {
  const manager = new CloudBase({ secretId, secretKey, token, envId, region })
  return {
    envId,
    call: async <T>(service: Service, Action: string, Param: object = {}): Promise<T> => {
      try {
        return (await manager.commonService(service).call({ Action, Param })) as T
      } catch (error) {
        throw asApiError(Action, error)
      }
    },
  }
}

function asApiError(action: string, error: unknown): ApiError {
  const { code, message, requestId, original } = error as { code?: unknown; message?: string; requestId?: string; original?: { Code?: string; Message?: string } }
  if (original?.Code) return new ApiError(action, original.Code, original.Message ?? '', requestId)
  return new ApiError(action, undefined, String(message ?? code ?? error).slice(0, 200))
}
