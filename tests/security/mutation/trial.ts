// A process of the mutation run: tries the matrix on one mutant after the other, in a world that it makes once.
import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { mayInvoke } from '../../../emulator/functions/function-rules'
import { type CollectionConfig } from '../../../emulator/project/project'
import { CLIENT_CALLS, CLIENT_RIGHTS, tryCollection } from '../rights/collections'
import { CELLS, tryCell, type Mains } from '../rights/matrix'
import { RIGHTS } from '../rights/rights'
import { changesBetween, makeWorld, restore, snapshotOf, type World } from '../rights/world'
import { mutated, type Mutant } from './mutants'

/** What became of a mutant: the first thing that did not hold, or nothing. `dirty`: the world may not be what it was, ask a new process. */
export interface Verdict {
  fault?: string
  dirty?: boolean
}

interface Environment {
  collections: Record<string, CollectionConfig>
  functionRules: Record<string, { invoke: boolean | string }>
}

const ROOT = join(__dirname, '../../..')

const INVITATIONS = ['push.invite', 'push.withdrawInvitation', 'push.acceptInvitation']

/** Which actions show a change of that file, each with every caller; the first line that matches. The tests beside the file look closer. */
const SHOWN: readonly [file: RegExp, actions: readonly string[]][] = [
  [/access\/(accept-invitation|invitation|invite|tries)/, INVITATIONS],
  [/access\/manage-members/, ['push.grant', 'push.revoke']],
  [/./, ['push.history', 'push.cancel', 'push.saveTemplate', 'push.grant', 'push.notify', 'subscribe.profile', 'dispatch', 'events']],
]

async function mainsOf(names: readonly string[], mutant?: Mutant): Promise<Mains> {
  const swapped = {
    name: 'mutant',
    setup: ({ onLoad }: { onLoad: (options: { filter: RegExp }, load: (args: { path: string }) => object | undefined) => void }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!mutant || path !== join(ROOT, mutant.file)) return undefined
        return { contents: mutated(readFileSync(path, 'utf8'), mutant), loader: 'ts' }
      }),
  }
  const entryPoints = Object.fromEntries(names.map((name) => [name, join(ROOT, `cloudfunctions/${name}/src/index.ts`)]))
  const { outputFiles } = await build({ entryPoints, outdir: ROOT, bundle: true, write: false, platform: 'node', format: 'cjs', external: ['wx-server-sdk'], plugins: [swapped], logLevel: 'silent' })
  const load = createRequire(__filename)
  const mains = outputFiles.map(({ path, text }) => {
    const module = { exports: {} as { main?: Mains[string] } }
    new Function('require', 'module', 'exports', text)(load, module, module.exports)
    return [/(\w+)\.js$/.exec(path)?.[1] ?? '', module.exports.main] as const
  })
  return Object.fromEntries(mains) as Mains
}

/** @param own  the function whose source it is */
function actionsFor({ file, change }: Mutant, own: string | undefined): readonly string[] {
  if (own === undefined) return SHOWN.find(([files]) => files.test(file))?.[1] ?? []
  const one = `${own}.${change.split(':')[0]}`
  return RIGHTS[one] ? [one] : Object.keys(RIGHTS).filter((what) => what.split('.')[0] === own)
}

async function tryFunctions(world: World, mutant: Mutant): Promise<Verdict> {
  const [, own] = /^cloudfunctions\/(\w+)\//.exec(mutant.file) ?? []
  const actions = actionsFor(mutant, own)
  let mains: Mains
  try {
    mains = await mainsOf([...new Set(actions.map((what) => what.split('.')[0] ?? ''))], mutant)
  } catch {
    return { fault: 'it does not even load' }
  }
  for (const what of actions) {
    for (const cell of CELLS.filter((each) => each.what === what)) {
      const [fault] = await tryCell(world, mains, cell).catch((error: unknown) => [`${cell.what} by ${cell.who}: breaks with ${String(error)}`])
      if (fault === undefined) continue
      await clean(world)
      return { fault, dirty: (await tryCell(world, await mainsOf([what.split('.')[0] ?? '']), cell)).length > 0 }
    }
  }
  return {}
}

async function clean(world: World): Promise<void> {
  await restore(world, new Set(changesBetween(world.before, snapshotOf(world.local)).map(({ collection }) => collection)))
}

async function tryRules({ local }: World, mutant: Mutant): Promise<Verdict> {
  const was = JSON.parse(readFileSync(join(ROOT, mutant.file), 'utf8')) as Environment
  const now = JSON.parse(mutant.replacement) as Environment
  const [name = ''] = mutant.change.split(':')
  const missing = Object.keys(CLIENT_RIGHTS).find((each) => !(each in now.collections))
  if (missing !== undefined) return { fault: `${missing} has no rules` }
  const open = Object.keys(CLIENT_CALLS).find((each) => mayInvoke(now.functionRules, each, { kind: 'client', openid: 'o1' }) !== CLIENT_CALLS[each])
  if (open !== undefined) return { fault: `a client's call of ${open} is decided otherwise` }
  const config = now.collections[name]
  if (!config) return {}
  local.emulator.database.createCollection(local.prefix + name, config)
  const [fault] = await tryCollection(local, name)
  local.emulator.database.createCollection(local.prefix + name, was.collections[name])
  return fault === undefined ? {} : { fault }
}

async function serve(): Promise<void> {
  for (const level of ['info', 'warn', 'error'] as const) console[level] = () => undefined
  const world = await makeWorld()
  process.on('message', (mutant: Mutant) => {
    const trial = mutant.file.endsWith('.json') ? tryRules(world, mutant) : tryFunctions(world, mutant)
    void trial.then((verdict) => process.send?.(verdict))
  })
  process.send?.('ready')
}

void serve()
