import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { INSTALLED } from '../../miniprogram/services/installed'
import { installedTable } from './installed-table'
import { FOLDER, partDark, rewriteJson, rewriteWxml, tokensOf, withBase, withFallbacks } from './rewrite'
import { toJavaScript } from './scripts'
import { declarationsOf } from './types'

const ROOT = join(__dirname, '../../miniprogram')

/** What an app has itself, and the tab bar's pictures. */
const NOT_TAKEN = /^(app\.|environment\.ts|theme\.json|sitemap\.json|tsconfig|assets\/tabs\/|services\/environment\.)|\.test\.ts$|miniprogram_npm/

export interface MiniProgramPayload {
  /** Path below the folder → content. */
  files: Map<string, string | Buffer>
  /** Addresses of all pages below the folder. */
  pages: string[]
  /** The dark values, for an app that declares `darkmode`: they take the place of `dark.wxss`. */
  dark: string
}

/** The mini-program in a form that runs below a folder of another one, without npm and without TypeScript. */
export function miniProgramPayload(): MiniProgramPayload {
  const paths = readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.relative(ROOT, posix.join(entry.parentPath, entry.name)))
    .filter((path) => !NOT_TAKEN.test(path))
  const pages = [...INSTALLED.pages]
  const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
  const { base, light, dark } = partDark(text('base.wxss'))
  const tokens = tokensOf(light)
  const files = new Map<string, string | Buffer>()
  for (const path of paths) {
    const name = path.replace(/\.\w+$/, '')
    const isPage = pages.includes(name)
    if (path.endsWith('.ts')) files.set(`${name}.js`, toJavaScript(path, text(path)))
    else if (path.endsWith('.json')) files.set(path, rewriteJson(path, text(path), isPage))
    else if (path.endsWith('.wxml')) files.set(path, rewriteWxml(text(path)))
    else if (path.endsWith('.wxss')) files.set(path, isPage ? withBase(path, text(path)) : path.startsWith('components/') ? withFallbacks(text(path), tokens) : text(path))
    else files.set(path, readFileSync(join(ROOT, path)))
  }
  files.set('base.wxss', base)
  files.set('light.wxss', light)
  files.set('dark.wxss', '/* This app does not declare darkmode: light in every theme. */\n')
  // Of types alone nothing is left to run.
  for (const [path, content] of files) if (path.endsWith('.js') && isEmptyModule(content)) files.delete(path)
  files.set('services/installed.js', installedTable({ folder: FOLDER, functions: INSTALLED.functions, pages, home: 'pages/index/index' }))
  const services = paths.filter((path) => /^services\/[^/]+\.ts$/.test(path)).map((path) => path.replace(/\.ts$/, ''))
  for (const [module, declarations] of declarationsOf(ROOT, services)) files.set(`${module}.d.ts`, declarations)
  return { files, pages, dark }
}

function isEmptyModule(content: string | Buffer): boolean {
  return typeof content === 'string' && /^"use strict";\s*Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);\s*$/.test(content.replace(/\/\*[^]*?\*\//g, ''))
}
