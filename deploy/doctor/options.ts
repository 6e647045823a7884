import { parseArgs } from 'node:util'
import { Misuse } from '../command'
import { NAMED_ENVIRONMENTS, type NamedEnvironment } from '../variables'
import { CHECKLIST } from './checklist'

export interface DoctorOptions {
  env?: NamedEnvironment
  offline: boolean
  json: boolean
  /** Items of the checklist. */
  done: string[]
  undone: string[]
}

/** @throws Misuse for an option or an item that there is not */
export function readDoctorOptions(args: string[]): DoctorOptions {
  const { env: named, ...values } = parsed(args)
  const env = NAMED_ENVIRONMENTS.find((name) => name === named)
  if (named !== undefined && !env) throw new Misuse(`没有环境「${named}」：--env 只能是 ${NAMED_ENVIRONMENTS.join(' 或 ')}；不写就读 .env.local。`)
  const strange = [...values.done, ...values.undone].find((item) => !CHECKLIST.some(({ id }) => id === item))
  if (strange !== undefined) throw new Misuse(`检查单里没有「${strange}」，只有 ${CHECKLIST.map(({ id }) => id).join('、')}。`)
  return { ...values, ...(env && { env }) }
}

function parsed(args: string[]): Omit<DoctorOptions, 'env'> & { env?: string } {
  try {
    const items = { type: 'string', multiple: true, default: [] as string[] } as const
    const flag = { type: 'boolean', default: false } as const
    return parseArgs({ args, options: { env: { type: 'string' }, offline: flag, json: flag, done: items, undone: items } }).values
  } catch (error) {
    throw new Misuse(`看不懂的参数：${error instanceof Error ? error.message : String(error)}。可以用 --env staging|production、--offline、--json、--done 名字、--undone 名字。`)
  }
}
