import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installedTable, type Payload } from '../../../deploy/payload/payload'

const ROOT = join(__dirname, '../../..')
export const OPERATOR_KEY = 'operator-of-the-foreign-project-0001'

/** A small project of somebody else, with the payload put in by hand. */
export interface ForeignProject {
  dir: string
  payload: Payload
  remove(): void
}

/** Makes the payload anew in a folder of its own. */
export function makePayload(): { dir: string; payload: Payload } {
  const dir = mkdtempSync(join(tmpdir(), 'payload-'))
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'deploy/payload/build.mjs'), dir], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the payload could not be made:\n${stderr}`)
  return { dir, payload: JSON.parse(readFileSync(join(dir, 'payload.json'), 'utf8')) as Payload }
}

export interface InstallOptions {
  /** Their app.json declares it. */
  darkmode?: boolean
  /** Their app.js calls wx.cloud.init. */
  initialises?: boolean
}

/** @param parts  that are put in, with all that they need */
export function installByHand(made: { dir: string; payload: Payload }, parts: readonly string[], { darkmode = false, initialises = true }: InstallOptions = {}): ForeignProject {
  const { payload } = made
  const dir = mkdtempSync(join(tmpdir(), 'foreign-'))
  cpSync(join(__dirname, 'fixtures/foreign'), dir, { recursive: true })
  const taken = withNeeds(payload, parts).map((name) => payload.parts[name]!)
  for (const file of new Set(taken.flatMap(({ files }) => files))) cpSync(join(made.dir, file), join(dir, 'miniprogram', payload.folder, file.replace('miniprogram/', '')))
  if (darkmode) cpSync(join(made.dir, payload.darkmode), join(dir, 'miniprogram', payload.folder, 'dark.wxss'))
  for (const name of Object.keys(payload.functions)) cpSync(join(made.dir, 'functions', name), join(dir, 'cloudfunctions', name), { recursive: true })
  const pages = taken.flatMap((part) => part.pages ?? [])
  const table = installedTable({ folder: payload.folder, functions: { subscribe: 'subscribe', push: 'push' }, pages, home: 'pages/shop/shop', name: '小店' })
  writeFileSync(join(dir, 'miniprogram', payload.folder, 'services/installed.js'), table)
  if (!initialises) writeFileSync(join(dir, 'miniprogram/app.js'), 'App({})\n')
  changeJson(join(dir, 'miniprogram/app.json'), (app) => ({ ...app, ...(darkmode && { darkmode: true }), subPackages: subPackages(payload.folder, pages) }))
  const declared = ['pages/shop/shop', 'pages/mine/mine', ...pages.map((page) => `${payload.folder}/${page}`)].join(',')
  const functions = Object.keys(payload.functions).map((name) => ({ name, timeout: 20, envVariables: { OPERATOR_KEY, MINIPROGRAM_PAGES: declared } }))
  writeFileSync(join(dir, 'cloudbaserc.json'), JSON.stringify({ functions }))
  cpSync(join(made.dir, 'environment.json'), join(dir, 'subscribe-message.environment.json'))
  writeFileSync(join(dir, 'package.json'), JSON.stringify({ name: 'foreign', private: true, emulator: { environment: 'subscribe-message.environment.json' } }))
  return { dir, payload, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

function withNeeds(payload: Payload, parts: readonly string[]): string[] {
  const all = new Set<string>()
  const take = (name: string): void => {
    if (all.has(name)) return
    all.add(name)
    payload.parts[name]?.needs?.forEach(take)
  }
  parts.forEach(take)
  return [...all]
}

function subPackages(folder: string, pages: readonly string[]): object[] {
  return ['pages', 'admin']
    .map((root) => ({ root: `${folder}/${root}`, pages: pages.filter((page) => page.startsWith(`${root}/`)).map((page) => page.slice(root.length + 1)) }))
    .filter((each) => each.pages.length > 0)
}

function changeJson(path: string, change: (json: object) => object): void {
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as object), null, 2))
}
