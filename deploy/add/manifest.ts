// subscribe-message.json in their project: what was put in, so that it can be replaced and taken out exactly.
import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { type Merged } from './edits'
import { type Choices } from './options'
import { Refusal } from './words'

export const MANIFEST = 'subscribe-message.json'

export interface Manifest {
  about: string
  version: string
  choices: Choices
  /** Path → git's id of what was written, so that git can show it again. */
  files: Record<string, string>
  /** Path → values of a JSON file. */
  merged: Record<string, Merged>
  /** Path → a piece of a text file. */
  blocks: Record<string, { text: string; created?: true }>
  /** Folders that were not there before. */
  folders: string[]
  /** What is under way; found here, it was cut short. */
  pending?: Pending
}

export interface Pending {
  /** `was` and `is`: git's ids, null for no file; `staged`: the name of the new content in the staging folder. */
  steps: { path: string; staged?: string; was: string | null; is: string | null }[]
  /** To be removed when empty. */
  folders: string[]
  /** What stands in the manifest at the end; null for no manifest. */
  next: Manifest | null
}

const ABOUT = '由 subscribe-message-cloud 写入，升级和取出时要用，请和代码一起提交，不要手工改。'

export function emptyManifest(version: string, choices: Choices): Manifest {
  return { about: ABOUT, version, choices, files: {}, merged: {}, blocks: {}, folders: [] }
}

/** @throws Refusal when the file is something else */
export function readManifest(text: string | undefined): Manifest | undefined {
  if (text === undefined) return undefined
  try {
    const manifest = JSON.parse(text) as Manifest
    if (typeof manifest.version === 'string' && typeof manifest.choices.folder === 'string' && pathsIn(manifest).every(isInside)) return manifest
  } catch {
    // Told below, as any other file of that name is.
  }
  throw new Refusal([`${MANIFEST} 读不懂：它应该是上次装的时候写的清单。被合并冲突弄坏了，就从 git 里取回（git checkout -- ${MANIFEST}）；是你们自己的文件，就改个名字。`])
}

function pathsIn({ files, merged, blocks, folders, pending }: Manifest): string[] {
  const own = [files, merged, blocks].flatMap((each) => Object.keys(each))
  const waiting = pending ? [...pending.steps.flatMap(({ path, staged = '0' }) => [path, staged]), ...pending.folders, ...(pending.next ? pathsIn(pending.next) : [])] : []
  return [...own, ...folders, ...waiting]
}

/** The manifest comes with a project that others may have written: no path of it leads out, nor to what git runs. */
function isInside(path: string): boolean {
  return path !== '' && !/^[\\/]|^[A-Za-z]:|\\/.test(path) && path.split('/').every((part) => !['..', '.', '', '.git'].includes(part.toLowerCase()))
}

/** Whether something on the way to that file, or itself, is a link: what stands behind it is not for us to write. */
export function isLink(dir: string, path: string): boolean {
  const parts = path.split('/')
  return parts.some((_, at) => lstatSync(join(dir, ...parts.slice(0, at + 1)), { throwIfNoEntry: false })?.isSymbolicLink())
}

export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Git's id of a file of this content (its sha1): `git cat-file -p <id>` shows it wherever it was committed. */
export function idOf(content: Buffer | string): string {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

/** Unchanged but for line ends, which git may turn on checkout. */
export function isUnchanged(content: Buffer, id: string): boolean {
  if (idOf(content) === id) return true
  return content.includes('\r\n') && idOf(Buffer.from(content.toString('latin1').replaceAll('\r\n', '\n'), 'latin1')) === id
}

/** @returns negative, 0 or positive, as `a` is older than, the same as, or newer than `b` */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[.-]/).slice(0, 3).map(Number))
  for (let at = 0; at < 3; at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
