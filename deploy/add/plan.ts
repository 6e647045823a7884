// Compares what is wanted with what an earlier run wrote and with what is there; nothing is written here.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { appendBlock, withoutBlock } from './blocks'
import { type Change } from './edits'
import { emptyManifest, idOf, isLink, isUnchanged, type Manifest, MANIFEST, writeManifest } from './manifest'
import { planMerge } from './plan-json'
import { type Wanted } from './wanted'

export interface Step {
  path: string
  kind: 'add' | 'replace' | 'delete' | 'merge'
  /** undefined: the file goes. */
  to: Buffer | undefined
  was: Buffer | undefined
  changes: Change[]
}

export interface Plan {
  steps: Step[]
  /** Folders that go when nothing is in them. */
  folders: string[]
  /** undefined: no manifest afterwards. */
  manifest: Manifest | undefined
  /** The manifest is to be written, whether or not there are steps. */
  changed: boolean
  kept: string[]
  conflicts: string[]
}

interface Ground {
  dir: string
  plan: Plan
  next: Manifest
  earlier: Manifest | undefined
  force: boolean
}

/** @param wanted  undefined to take everything out @param force  also what they changed */
export function makePlan(dir: string, wanted: Wanted | undefined, earlier: Manifest | undefined, force = false): Plan {
  const next = emptyManifest(wanted?.version ?? '', wanted?.choices ?? ({} as Manifest['choices']))
  const plan: Plan = { steps: [], folders: [], manifest: next, changed: false, kept: [], conflicts: [] }
  const ground: Ground = { dir, plan, next, earlier, force }
  if (wanted) refuseTaken(ground, wanted)
  planFiles(ground, wanted)
  planMerges(ground, wanted)
  planBlocks(ground, wanted)
  planFolders(ground)
  for (const { path } of plan.steps) if (isLink(dir, path)) plan.conflicts.push(`${path} 是个链接（或在链接的文件夹里），写进去会碰到别处的文件：请先换成真的文件。`)
  if (!wanted) plan.manifest = undefined
  const text = plan.manifest && writeManifest(plan.manifest)
  plan.changed = text !== readIn(dir, MANIFEST)?.toString('utf8')
  return plan
}

/** A folder of ours that holds something, none of which we wrote, is theirs. */
function refuseTaken({ dir, plan, earlier }: Ground, wanted: Wanted): void {
  const written = Object.keys(earlier?.files ?? {})
  for (const [folder, orElse] of wanted.folders) {
    if (written.some((path) => path.startsWith(folder)) || !existsSync(join(dir, folder)) || readdirSync(join(dir, folder)).length === 0) continue
    const same = [...wanted.files].every(([path, { content }]) => !path.startsWith(folder) || readIn(dir, path)?.equals(content))
    if (!same) plan.conflicts.push(`已经有你们自己的 ${folder}：加上 ${orElse}，给我们的换个名字。`)
  }
}

function planFiles({ dir, plan, next, earlier, force }: Ground, wanted: Wanted | undefined): void {
  const before = earlier?.files ?? {}
  for (const [path, { content, once, orElse }] of wanted?.files ?? []) {
    const [there, id, wrote] = [readIn(dir, path), idOf(content), before[path]]
    next.files[path] = id
    if (!there) plan.steps.push({ path, kind: 'add', to: content, was: undefined, changes: [] })
    else if (isUnchanged(there, id)) continue
    else if (wrote !== undefined && isUnchanged(there, wrote)) plan.steps.push({ path, kind: 'replace', to: content, was: there, changes: [] })
    else if (once) next.files[path] = wrote ?? id
    else if (wrote === undefined) conflict(plan, wanted, path, orElse)
    else keepChanged(dir, plan, next, path, wrote, content)
  }
  for (const [path, wrote] of Object.entries(before)) {
    if (wanted?.files.has(path) || next.files[path] !== undefined) continue
    const there = readIn(dir, path)
    if (!there) continue
    const offered = path.endsWith('.new') && wanted !== undefined
    if (offered && isUnchanged(there, wrote)) next.files[path] = wrote
    else if (force || isUnchanged(there, wrote)) plan.steps.push({ path, kind: 'delete', to: undefined, was: there, changes: [] })
    else plan.kept.push(`${path} 你们改过，留着${wanted ? '；新版本不再有它' : '：连它一起取出，加上 --changed too'}。`)
  }
}

function conflict(plan: Plan, wanted: Wanted | undefined, path: string, orElse: string): void {
  // The folder has been told already.
  if ([...(wanted?.folders.keys() ?? [])].some((folder) => path.startsWith(folder) && plan.conflicts.some((line) => line.includes(folder)))) return
  plan.conflicts.push(`已经有你们自己的文件 ${path}：${orElse.startsWith('--') ? `加上 ${orElse}，给我们的换个名字` : orElse}。`)
}

/** They changed it: theirs stays; a newer one of ours is laid beside it, once. */
function keepChanged(dir: string, plan: Plan, next: Manifest, path: string, wrote: string, content: Buffer): void {
  if (wrote === idOf(content)) {
    plan.kept.push(`${path} 你们改过，留着。`)
    return
  }
  const [beside, there] = [`${path}.new`, readIn(dir, `${path}.new`)]
  if (!there?.equals(content)) plan.steps.push({ path: beside, kind: there ? 'replace' : 'add', to: content, was: there, changes: [] })
  next.files[beside] = idOf(content)
  plan.kept.push(`${path} 你们改过，留着；新的写在 ${beside}。合到一起：git cat-file -p ${wrote} > ${path}.old && git merge-file ${path} ${path}.old ${beside}，再删掉 .old 和 .new（我们当时写的那一份没有提交过的话，就对照着手工改）。`)
}

function planMerges({ dir, plan, next, earlier, force }: Ground, wanted: Wanted | undefined): void {
  const paths = new Set([...Object.keys(earlier?.merged ?? {}), ...(wanted?.merged.keys() ?? [])])
  for (const path of paths) {
    const there = readIn(dir, path)
    const merge = planMerge(path, there?.toString('utf8'), earlier?.merged[path], wanted?.merged.get(path) ?? [], force)
    if (merge.merged) next.merged[path] = merge.merged
    plan.kept.push(...merge.kept)
    plan.conflicts.push(...merge.conflicts)
    pushText(plan, path, there, merge.text, merge.changes)
  }
}

function planBlocks({ dir, plan, next, earlier }: Ground, wanted: Wanted | undefined): void {
  const paths = new Set([...Object.keys(earlier?.blocks ?? {}), ...(wanted?.blocks.keys() ?? [])])
  for (const path of paths) {
    const [there, wrote, lines] = [readIn(dir, path), earlier?.blocks[path], wanted?.blocks.get(path)]
    const text = there?.toString('utf8')
    const bare = wrote && text !== undefined ? withoutBlock(text, wrote.text) : text
    if (wrote && text !== undefined && bare === undefined) {
      // A piece that they changed is theirs now.
      if (wanted) next.blocks[path] = wrote
      else plan.kept.push(`${path} 里我们的那一段你们改过，留着：不要的话手工删掉。`)
      continue
    }
    if (!lines) {
      pushText(plan, path, there, wrote?.created && bare === '' ? undefined : bare, [])
      continue
    }
    const { text: whole, block } = appendBlock(bare, lines)
    const unchanged = text !== undefined && wrote && sameLines(wrote.text, block)
    next.blocks[path] = { text: unchanged ? wrote.text : block, ...((wrote ? wrote.created : text === undefined) && { created: true as const }) }
    if (!unchanged) pushText(plan, path, there, whole, lines.map((words) => ({ sign: '+', words })))
  }
}

function sameLines(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim()
}

function pushText(plan: Plan, path: string, was: Buffer | undefined, text: string | undefined, changes: Change[]): void {
  const to = text === undefined ? undefined : Buffer.from(text)
  if (to === undefined ? was === undefined : was?.equals(to)) return
  plan.steps.push({ path, kind: to === undefined ? 'delete' : was ? 'merge' : 'add', to, was, changes })
}

/** Folders that are made now are remembered; those that hold nothing of ours any more go, where nobody else put something there. */
function planFolders({ dir, plan, next, earlier }: Ground): void {
  const made = new Set(earlier?.folders)
  for (const { path, to } of plan.steps) if (to) for (const folder of above(path)) if (!existsSync(join(dir, folder))) made.add(folder)
  const held = new Set([...Object.keys(next.files), ...Object.keys(next.merged), ...Object.keys(next.blocks)].flatMap(above))
  next.folders = [...made].filter((folder) => held.has(folder)).sort()
  plan.folders = [...made].filter((folder) => !held.has(folder)).sort().reverse()
}

function above(path: string): string[] {
  const folder = dirname(path)
  return folder === '.' ? [] : [folder, ...above(folder)]
}

function readIn(dir: string, path: string): Buffer | undefined {
  return existsSync(join(dir, path)) ? readFileSync(join(dir, path)) : undefined
}
