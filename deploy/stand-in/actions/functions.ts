import { createHash } from 'node:crypto'
import { type Account, type CloudFunction, type FunctionSettings, newFunction, type Trigger } from '../account'
import { ApiFault } from '../fault'
import { type Action, environmentOf, type Params, text, timeText } from './action'

/** What UpdateFunctionConfiguration may change. The runtime is not among it: it is chosen when a function is created. */
const CHANGEABLE = ['Description', 'MemorySize', 'Timeout', 'Environment', 'Role', 'InstallDependency', 'VpcConfig', 'Layers', 'InitTimeout'] as const
const MOST_VARIABLES_BYTES = 4096

export const FUNCTIONS: Record<string, Action> = {
  ListFunctions: (account, params) => {
    const all = Object.values(environmentOf(account, params).functions)
    const [offset, limit] = [Number(params['Offset'] ?? 0), Number(params['Limit'] ?? 20)]
    const Functions = all.slice(offset, offset + limit).map(({ settings, addTime, modTime, status }) => ({
      FunctionId: `lam-${settings.FunctionName}`,
      FunctionName: settings.FunctionName,
      Runtime: settings.Runtime,
      AddTime: addTime,
      ModTime: modTime,
      Status: status,
    }))
    return { Functions, TotalCount: all.length }
  },
  GetFunction: (account, params) => {
    const { settings, triggers, code, addTime, modTime, status } = versionOf(functionOf(account, params), params)
    return {
      ...settings,
      FunctionVersion: params['Qualifier'] ?? '$LATEST',
      FunctionId: `lam-${settings.FunctionName}`,
      Namespace: params['Namespace'],
      CodeSize: Buffer.from(code, 'base64').length,
      CodeInfo: '',
      CodeResult: 'success',
      Triggers: triggers.map((trigger) => ({ ...trigger, TriggerDesc: JSON.stringify({ cron: trigger.TriggerDesc }), AddTime: addTime, ModTime: modTime })),
      Status: status,
      StatusDesc: '',
      StatusReasons: [],
      AddTime: addTime,
      ModTime: modTime,
    }
  },
  CreateFunction: (account, params, now) => {
    const { functions } = environmentOf(account, params)
    const name = text(params, 'FunctionName')
    if (functions[name]) throw new ApiFault('ResourceInUse.FunctionName', `Function ${name} already exists`)
    const { Code, Namespace, Stamp, ...settings } = params
    void [Namespace, Stamp]
    checkVariables(settings)
    functions[name] = { ...newFunction(name, { Timeout: 3, ...settings } as Partial<FunctionSettings>, codeOf(account, Code)), addTime: timeText(now()), modTime: timeText(now()) }
    return {}
  },
  UpdateFunctionCode: (account, params, now) => {
    const fn = functionOf(account, params)
    fn.code = codeOf(account, params['Code'])
    if (params['Handler']) fn.settings.Handler = String(params['Handler'])
    if (params['InstallDependency']) fn.settings.InstallDependency = String(params['InstallDependency'])
    Object.assign(fn, { modTime: timeText(now()), status: 'Active' })
    return {}
  },
  UpdateFunctionConfiguration: (account, params, now) => {
    const fn = functionOf(account, params)
    checkVariables(params)
    for (const name of CHANGEABLE) if (params[name] !== undefined) Object.assign(fn.settings, { [name]: params[name] })
    Object.assign(fn, { modTime: timeText(now()), status: 'Active' })
    return {}
  },
  DeleteFunction: (account, params) => {
    const { settings } = functionOf(account, params)
    delete environmentOf(account, params).functions[settings.FunctionName]
    return {}
  },
  GetFunctionAddress: (account, params) => {
    const { code } = versionOf(functionOf(account, params), params)
    const version = String(params['Qualifier'] ?? '$LATEST')
    const Url = `https://stand-in-code.cos.ap-shanghai.myqcloud.com/${String(params['Namespace'])}/${String(params['FunctionName'])}/${encodeURIComponent(version)}.zip`
    account.objects[new URL(Url).host + decodeURIComponent(new URL(Url).pathname)] = code
    return { Url, CodeSha256: createHash('sha256').update(Buffer.from(code, 'base64')).digest('hex') }
  },
  PublishVersion: (account, params, now) => {
    const fn = functionOf(account, params)
    const version = String(fn.versions.length + 1)
    fn.versions.push({ version, description: String(params['Description'] ?? ''), code: fn.code, addTime: timeText(now()), settings: structuredClone(fn.settings) })
    return { FunctionVersion: version, CodeSize: Buffer.from(fn.code, 'base64').length, ...fn.settings, Description: params['Description'] ?? '' }
  },
  ListVersionByFunction: (account, params) => {
    const { settings, versions, addTime, modTime } = functionOf(account, params)
    const all = [
      { Version: '$LATEST', Description: settings.Description, AddTime: addTime, ModTime: modTime, Status: 'Active' },
      ...[...versions].reverse().map(({ version, description, addTime: at }) => ({ Version: version, Description: description, AddTime: at, ModTime: at, Status: 'Active' })),
    ]
    const [offset, limit] = [Number(params['Offset'] ?? 0), Number(params['Limit'] ?? 20)]
    const Versions = all.slice(offset, offset + limit)
    return { Versions, FunctionVersion: Versions.map(({ Version }) => Version), TotalCount: all.length }
  },
  BatchCreateTrigger: (account, params) => {
    const fn = functionOf(account, params)
    const wanted = JSON.parse(text(params, 'Triggers')) as Omit<Trigger, 'Enable'>[]
    for (const trigger of wanted) {
      fn.triggers = [...fn.triggers.filter(({ TriggerName }) => TriggerName !== trigger.TriggerName), { ...trigger, Enable: 1 }]
    }
    return { Count: wanted.length }
  },
  DeleteTrigger: (account, params) => {
    const fn = functionOf(account, params)
    const name = text(params, 'TriggerName')
    if (!fn.triggers.some(({ TriggerName }) => TriggerName === name)) throw new ApiFault('ResourceNotFound.Trigger', `Trigger ${name} does not exist`)
    fn.triggers = fn.triggers.filter(({ TriggerName }) => TriggerName !== name)
    return {}
  },
  GetTempCosInfo: (_account, params) => ({
    Date: '2026-11-28',
    Sign: 'q-sign-algorithm=sha1&q-ak=stand-in&q-sign-time=0;1&q-key-time=0;1&q-header-list=host&q-url-param-list=&q-signature=0',
    ObjectPath: params['ObjectPath'],
  }),
}

function functionOf(account: Account, params: Params): CloudFunction {
  const name = text(params, 'FunctionName')
  const found = environmentOf(account, params).functions[name]
  if (!found) throw new ApiFault('ResourceNotFound.Function', `Function [${name}] does not exist`)
  return found
}

/** The function as it is, or as one of its published versions was. */
function versionOf(fn: CloudFunction, { Qualifier }: Params): CloudFunction {
  if (Qualifier === undefined || Qualifier === '$LATEST') return fn
  const found = fn.versions.find(({ version }) => version === String(Qualifier))
  if (!found) throw new ApiFault('ResourceNotFound.FunctionVersion', `Version ${String(Qualifier)} does not exist`)
  return { ...fn, code: found.code, settings: found.settings, modTime: found.addTime }
}

/** Given in the call itself, or uploaded before. */
function codeOf(account: Account, code: unknown): string {
  const { ZipFile, TempCosObjectName, CosObjectName } = (code ?? {}) as Record<string, string | undefined>
  if (ZipFile) return ZipFile
  const name = TempCosObjectName ?? CosObjectName
  const uploaded = name && Object.entries(account.objects).find(([key]) => key.endsWith(name))?.[1]
  if (!uploaded) throw new ApiFault('InvalidParameterValue.Code', 'The code of the function is missing')
  return uploaded
}

function checkVariables({ Environment }: Params): void {
  const variables = (Environment as FunctionSettings['Environment'] | undefined)?.Variables ?? []
  const bytes = variables.reduce((sum, { Key, Value }) => sum + Buffer.byteLength(Key) + Buffer.byteLength(Value), 0)
  if (bytes > MOST_VARIABLES_BYTES) throw new ApiFault('InvalidParameterValue.EnvironmentExceededLimit', 'The environment variables exceed 4 KB')
}
