import { parseArgs } from 'node:util'
import { Refusal } from './words'

/** What the manifest remembers; a later run without the option keeps it. */
export interface Choices {
  folder: string
  functionPrefix: string
  collectionPrefix: string
  /** At most one of the two; neither is all. */
  only?: string[]
  without?: string[]
  notifyIn: string[]
  readme: boolean
}

export interface Options {
  /** As it was given. */
  project: string
  /** Only what was said on the command line. */
  said: Partial<Choices> & { all?: true }
  dryRun: boolean
  yes: boolean
  changedToo: boolean
}

export const USUAL: Choices = { folder: 'subscribe-message', functionPrefix: '', collectionPrefix: 'sm_', notifyIn: [], readme: true }

/** @throws Refusal for an option that there is not, or a value that it cannot have */
export function readOptions(args: readonly string[], command: 'add' | 'remove'): Options | 'help' {
  const { values, positionals } = parsed(args)
  if (values.help || positionals.length === 0) return 'help'
  const faults = faultsOf(values, positionals, command)
  if (faults.length > 0) throw new Refusal(faults)
  const listOf = (value: string | undefined): string[] | undefined => value?.split(/[,，]/).map((each) => each.trim()).filter(Boolean)
  const [only, without] = [listOf(values.only), listOf(values.without)]
  const said: Options['said'] = {
    ...(values.folder !== undefined && { folder: values.folder }),
    ...(values['function-prefix'] !== undefined && { functionPrefix: values['function-prefix'] }),
    ...(values['collection-prefix'] !== undefined && { collectionPrefix: values['collection-prefix'] }),
    ...(only && { only }),
    ...(without && { without }),
    ...(values.all && { all: true as const }),
    ...(values['notify-in'] && { notifyIn: [...new Set(values['notify-in'].flatMap((each) => listOf(each) ?? []))].sort() }),
    ...(values['no-readme'] && { readme: false }),
  }
  return { project: positionals[0] ?? '', said, dryRun: values['dry-run'] ?? false, yes: values.yes ?? false, changedToo: values.changed !== undefined }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: 'string' },
        without: { type: 'string' },
        all: { type: 'boolean' },
        'notify-in': { type: 'string', multiple: true },
        folder: { type: 'string' },
        'function-prefix': { type: 'string' },
        'collection-prefix': { type: 'string' },
        'dry-run': { type: 'boolean' },
        yes: { type: 'boolean' },
        'no-readme': { type: 'boolean' },
        changed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new Refusal([`看不懂的参数：${error instanceof Error ? error.message : String(error)}`, '不带参数运行 npm run add，会列出全部选项。'])
  }
}

const OF_ADD = ['only', 'without', 'all', 'notify-in', 'folder', 'function-prefix', 'collection-prefix', 'no-readme'] as const

function faultsOf(values: ReturnType<typeof parsed>['values'], positionals: readonly string[], command: 'add' | 'remove'): string[] {
  const { folder, only, without, all, changed } = values
  const [functions, collections] = [values['function-prefix'], values['collection-prefix']]
  return [
    ...(positionals.length > 1 ? [`一次只能一个项目，写了 ${positionals.length} 个：${positionals.join(' ')}`] : []),
    ...(command === 'remove' ? OF_ADD.filter((name) => values[name] !== undefined).map((name) => `remove 没有 --${name}：它取出装进去的全部。`) : []),
    ...(command === 'add' && changed !== undefined ? ['--changed 只给 remove 用。'] : []),
    ...(changed !== undefined && changed !== 'too' ? [`--changed 后面只能是 too，不是「${changed}」。`] : []),
    ...([only, without, all].filter((each) => each !== undefined).length > 1 ? ['--only、--without、--all 只能写一个。'] : []),
    ...(folder !== undefined && !/^[A-Za-z][\w-]{0,40}$/.test(folder) ? [`--folder 要是一个文件夹名（字母开头，字母、数字、_、-），不是「${folder}」。`] : []),
    ...(functions !== undefined && !/^[A-Za-z][\w-]{0,20}$/.test(functions) ? [`--function-prefix 要字母开头，只有字母、数字、_、-，例如 sm-，不是「${functions}」。`] : []),
    ...(collections !== undefined && !/^[A-Za-z]\w{0,15}$/.test(collections) ? [`--collection-prefix 要字母开头，只有字母、数字、_，至多 16 个字，例如 sm_，不是「${collections}」。`] : []),
  ]
}
