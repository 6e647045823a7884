// npm run add -- ../their-project [options]      npm run remove -- ../their-project [options]
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { compareVersions, type Manifest, MANIFEST, readManifest } from './manifest'
import { type Choices, type Options, readOptions, USUAL } from './options'
import { type Payload, readPayload } from './payload'
import { makePlan, type Plan } from './plan'
import { readProject, type TheirProject } from './read-project'
import { aboutInstallation, afterAdd, afterRemove, planInWords } from './show'
import { type Wanted, wantedIn } from './wanted'
import { HELP, Refusal } from './words'
import { type Disk, DISK, recover, writePlan } from './write'

export interface World {
  /** Folder of the payload. */
  payload: string
  /** Where a project that is given by a relative path is looked for. */
  cwd: string
  say: (line: string) => void
  complain: (line: string) => void
  /** Undefined where nobody can be asked. */
  ask?: (question: string) => Promise<string>
  disk?: Disk
}

const NOTHING = '什么也没有写。'

/** @returns the exit code: 0 when done, shown or nothing was to do; 1 when refused, declined or nobody could be asked */
export async function run([command = '', ...args]: readonly string[], world: World): Promise<number> {
  try {
    if (command !== 'add' && command !== 'remove') {
      world.say(HELP)
      return ['', 'help', '--help', '-h'].includes(command) ? 0 : 1
    }
    const options = readOptions(args, command)
    if (options === 'help') {
      world.say(HELP)
      return 0
    }
    return await (command === 'add' ? add(options, world) : remove(options, world))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    for (const line of [NOTHING, ...error.lines]) world.complain(line)
    return 1
  }
}

async function add(options: Options, world: World): Promise<number> {
  const payload = readPayload(world.payload)
  const project = open(options, world)
  const manifest = manifestOf(project)
  const choices = choicesOf(options, manifest)
  refuseMove(manifest, choices, payload)
  const wanted = wantedIn(project, payload, choices, manifest)
  const plan = makePlan(project.dir, wanted, manifest)
  world.say(manifest ? `${project.dir}：已经装着 ${manifest.version}，这里是 ${payload.version}` : `装进 ${project.dir}（${project.typescript ? 'TypeScript' : 'JavaScript'}），版本 ${payload.version}`)
  if (!manifest) for (const line of aboutInstallation(wanted, payload)) world.say(line)
  const code = await carryOut(plan, { options, world, project, wanted, manifest })
  if (code === 0 && !options.dryRun && plan.changed && !manifest) for (const line of afterAdd(options.project, { project, payload, choices })) world.say(line)
  return code
}

async function remove(options: Options, world: World): Promise<number> {
  const project = open(options, world)
  const manifest = manifestOf(project)
  if (!manifest) {
    world.say(`${options.project} 里没有 ${MANIFEST}：没有装过，或者已经取出来了。`)
    return 0
  }
  const plan = makePlan(project.dir, undefined, manifest, options.changedToo)
  world.say(`从 ${project.dir} 取出 ${manifest.version}`)
  const code = await carryOut(plan, { options, world, project, wanted: undefined, manifest })
  if (code === 0 && !options.dryRun) for (const line of afterRemove(manifest)) world.say(line)
  return code
}

interface Work {
  options: Options
  world: World
  project: TheirProject
  wanted: Wanted | undefined
  manifest: Manifest | undefined
}

/** Shows the plan, asks, and writes it. */
async function carryOut(plan: Plan, { options, world, project, wanted, manifest }: Work): Promise<number> {
  if (plan.conflicts.length > 0) throw new Refusal(plan.conflicts)
  for (const line of planInWords(plan, project, (wanted?.choices ?? manifest?.choices ?? USUAL).folder, wanted)) world.say(line)
  if (!plan.changed && plan.steps.length === 0) {
    world.say('没有要改的。')
    return 0
  }
  if (options.dryRun) {
    world.say(`只是计划，${NOTHING}`)
    return 0
  }
  if (!options.yes && !world.ask) throw new Refusal(['没有终端可以确认：看过计划后加上 --yes 再运行。'])
  if (!options.yes && !/^(y|yes|是)$/i.test((await world.ask?.('确认？(y/N) '))?.trim() ?? '')) {
    world.say(`没有执行，${NOTHING}`)
    return 1
  }
  writePlan(project.dir, plan, manifest, world.disk ?? DISK)
  world.say(`完成：${plan.steps.length} 个文件。`)
  return 0
}

/** What an earlier run left half done is finished first, so that the plan is made from something whole. */
function open({ project: given, dryRun }: Options, { cwd, say, disk = DISK }: World): TheirProject {
  const { dir } = readProject(given, cwd)
  if (existsSync(join(dir, 'deploy/add/add.ts')) || realpathSync(dir) === realpathSync(join(__dirname, '..'))) throw new Refusal([`${given} 就是这个项目自己：请写要装进去的那个小程序的文件夹。`])
  const pending = readManifest(readProject(given, cwd).read(MANIFEST))?.pending
  if (pending && dryRun) throw new Refusal(['上一次只做了一半（断电、关掉终端）：不带 --dry-run 再运行一次，会先把它做完。'])
  const left = dryRun ? undefined : recover(dir, disk)
  if (left) say('上一次只做了一半，已经先把它做完。')
  for (const path of left ?? []) say(`  ${path} 在那以后被改过，没有动它。`)
  return readProject(given, cwd)
}

function manifestOf(project: TheirProject): Manifest | undefined {
  return readManifest(project.has(MANIFEST) ? readFileSync(join(project.dir, MANIFEST), 'utf8') : undefined)
}

/** What was said now outranks what was chosen earlier. */
function choicesOf({ said }: Options, manifest: Manifest | undefined): Choices {
  const { only, without, all, ...rest } = said
  const { only: earlierOnly, without: earlierWithout, ...earlier } = manifest?.choices ?? USUAL
  const parts = all ? {} : only ? { only } : without ? { without } : { ...(earlierOnly && { only: earlierOnly }), ...(earlierWithout && { without: earlierWithout }) }
  return { ...earlier, ...rest, ...parts }
}

/** @throws Refusal for an older version, or other names than those it stands under */
function refuseMove(manifest: Manifest | undefined, choices: Choices, payload: Payload): void {
  if (!manifest) return
  if (compareVersions(payload.version, manifest.version) < 0) throw new Refusal([`装着的 ${manifest.version} 比这里的 ${payload.version} 新：不往回装。请用 ${manifest.version} 或更新的版本；一定要旧的，先 remove 再 add（数据库里的记录不会退回）。`])
  const moved = (['folder', 'functionPrefix', 'collectionPrefix'] as const).filter((name) => manifest.choices[name] !== choices[name])
  const OPTIONS = { folder: '--folder', functionPrefix: '--function-prefix', collectionPrefix: '--collection-prefix' }
  if (moved.length > 0) throw new Refusal(moved.map((name) => `已经按 ${OPTIONS[name]} ${manifest.choices[name] || '（没有）'} 装好了：要换名字，先 remove，再用新的名字 add。`))
}
