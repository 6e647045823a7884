// Writes a plan so that a death at any moment is found by the next run. All new contents are laid into a folder beside; then the manifest
// says what will be done; then each file is moved into its place; then the manifest says what is there.
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { idOf, isLink, type Manifest, MANIFEST, type Pending, readManifest, writeManifest } from './manifest'
import { type Plan } from './plan'

/** What writing needs of the disk; each call is one thing that either happens or does not. */
export interface Disk {
  /** @param mode  of the file; the usual one when not given */
  write(path: string, content: Buffer | string, mode?: number): void
  rename(from: string, to: string): void
  remove(path: string): void
  makeFolder(path: string): void
  /** Only an empty one goes. */
  removeFolder(path: string): void
  /** With all that is in it. */
  clear(path: string): void
}

export const DISK: Disk = {
  write: (path, content, mode) => writeFileSync(path, content, mode === undefined ? {} : { mode }),
  rename: renameSync,
  remove: (path) => rmSync(path, { force: true }),
  makeFolder: (path) => void mkdirSync(path, { recursive: true }),
  removeFolder: (path) => {
    try {
      rmdirSync(path)
    } catch (error) {
      if (!['ENOTEMPTY', 'ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  },
  clear: (path) => rmSync(path, { recursive: true, force: true }),
}

export const STAGING = '.subscribe-message.tmp'

export function writePlan(dir: string, plan: Plan, earlier: Manifest | undefined, disk: Disk = DISK): void {
  const next = plan.manifest ?? null
  disk.makeFolder(join(dir, STAGING))
  const steps = plan.steps.map(({ path, to, was }, at): Pending['steps'][number] => {
    if (!to) return { path, was: was ? idOf(was) : null, is: null }
    const staged = String(at)
    disk.write(join(dir, STAGING, staged), to, was && statSync(join(dir, path)).mode)
    return { path, staged, was: was ? idOf(was) : null, is: idOf(to) }
  })
  const pending: Pending = { steps, folders: plan.folders, next }
  const base = earlier ?? plan.manifest
  if (base) writeWhole(dir, writeManifest({ ...base, pending }), disk)
  perform(dir, pending, disk)
}

/**
 * Finishes what an earlier run began.
 * @returns undefined where nothing was cut short; else the files that somebody changed meanwhile, which were left alone
 */
export function recover(dir: string, disk: Disk = DISK): string[] | undefined {
  const path = join(dir, MANIFEST)
  const { pending } = (existsSync(path) ? readManifest(readFileSync(path, 'utf8')) : undefined) ?? {}
  if (pending) return perform(dir, pending, disk)
  // Death before the manifest said anything: nothing of theirs was touched yet.
  if (existsSync(join(dir, STAGING))) disk.clear(join(dir, STAGING))
  return undefined
}

function perform(dir: string, { steps, folders, next }: Pending, disk: Disk): string[] {
  const left = steps.flatMap((step) => (performStep(dir, step, disk) ? [] : [step.path]))
  for (const folder of folders) disk.removeFolder(join(dir, folder))
  if (next) writeWhole(dir, writeManifest(next), disk)
  else disk.remove(join(dir, MANIFEST))
  disk.clear(join(dir, STAGING))
  return left
}

/** @returns whether the file is now as it should be */
function performStep(dir: string, { path, staged, was, is }: Pending['steps'][number], disk: Disk): boolean {
  if (isLink(dir, path)) return false
  const target = join(dir, path)
  const there = existsSync(target) ? idOf(readFileSync(target)) : null
  if (there === is) return true
  if (there !== was) return false
  if (staged === undefined) {
    disk.remove(target)
    return true
  }
  const source = join(dir, STAGING, staged)
  if (!existsSync(source)) return false
  if (!existsSync(dirname(target))) disk.makeFolder(dirname(target))
  disk.rename(source, target)
  return true
}

function writeWhole(dir: string, text: string, disk: Disk): void {
  if (!existsSync(join(dir, STAGING))) disk.makeFolder(join(dir, STAGING))
  disk.write(join(dir, STAGING, 'manifest'), text)
  disk.rename(join(dir, STAGING, 'manifest'), join(dir, MANIFEST))
}
