import { readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type * as Sass from 'sass'
import { type Problems } from './problem'
import { type SourceTree } from './source-tree'

/** What a stylesheet may be written in instead of WXSS, by the name that `useCompilerPlugins` of project.config.json has for it. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = { less: ['.less'], sass: ['.scss', '.sass'] }

type Compile = (file: string, tree: SourceTree, problems: Problems) => string

const COMPILERS: Readonly<Record<string, Compile>> = { '.less': fromLess, '.scss': fromSass, '.sass': fromSass }

/** The stylesheets of a mini-program, read as WXSS whatever they are written in. */
export class StyleSources {
  readonly #extensions: readonly string[]

  /** @param plugins  `setting.useCompilerPlugins` of project.config.json */
  constructor(
    readonly tree: SourceTree,
    plugins: readonly string[] = [],
  ) {
    this.#extensions = plugins.flatMap((name) => EXTENSIONS[name] ?? [])
  }

  /** The file that `a.wxss` is made of: itself, or else `a.less` and its like, where the project compiles them. */
  find(wxss: string): string | undefined {
    const name = wxss.replace(/\.wxss$/, '')
    return this.tree.first(wxss, ...this.#extensions.map((extension) => name + extension))
  }

  /** Its WXSS; nothing where it cannot be compiled, which becomes a problem. */
  read(file: string, problems: Problems): string {
    const compile = COMPILERS[extensionOf(file)]
    return compile ? compile(file, this.tree, problems) : this.tree.read(file)
  }
}

/** Whether lines of what `read` gives are lines of the file. */
export function isCompiled(file: string): boolean {
  return COMPILERS[extensionOf(file)] !== undefined
}

function extensionOf(file: string): string {
  return /\.\w+$/.exec(file)?.[0] ?? ''
}

/** Loaded only for a project that needs it: few do, and each takes a while. */
function fromLess(file: string, tree: SourceTree, problems: Problems): string {
  const less = require('less') as Less
  const outcome: { css?: string; error?: LessError } = {}
  const manager = new (class extends less.FileManager {
    supports(): boolean {
      return true
    }
    supportsSync(): boolean {
      return true
    }
    loadFileSync(name: string, folder: string): object {
      const path = found(name, folder, ['', '.less', '.wxss'], tree)
      return path === undefined ? { type: 'File', message: `@import "${name}" does not exist` } : { filename: path, contents: readFileSync(path, 'utf8') }
    }
  })()
  const plugin = { install: (_: unknown, plugins: { addFileManager(added: object): void }) => plugins.addFileManager(manager) }
  less.render(tree.read(file), { filename: tree.file(file) ?? file, syncImport: true, plugins: [plugin] }, (error, result) => Object.assign(outcome, { error: error ?? undefined, css: result?.css }))
  const { error, css = '' } = outcome
  if (error) problems.error(inTree(error.filename, tree) ?? file, error.message, error.line ?? undefined, error.column === undefined || error.column === null ? undefined : error.column + 1)
  return css
}

function fromSass(file: string, tree: SourceTree, problems: Problems): string {
  const sass = require('sass') as typeof Sass
  const path = tree.file(file) ?? file
  const importer: Sass.Importer<'sync'> = {
    canonicalize(url, { containingUrl }) {
      // What is beside it is asked for as a whole address first.
      const near = url.startsWith('file:') ? inTree(fileURLToPath(url), tree) : undefined
      if (url.startsWith('file:') && near === undefined) return null
      const folder = containingUrl ? join(fileURLToPath(containingUrl), '..') : tree.root
      const there = found(near === undefined ? url : `/${near}`, folder, ['', '.scss', '.sass', '.css', '.wxss'], tree)
      return there === undefined ? null : pathToFileURL(there)
    },
    load: (url) => ({ contents: readFileSync(url, 'utf8'), syntax: syntaxOf(url.pathname) }),
  }
  try {
    const options = { url: pathToFileURL(path), syntax: syntaxOf(path), importer, importers: [importer], logger: sass.Logger.silent }
    return sass.compileString(tree.read(file), options).css
  } catch (error) {
    if (!(error instanceof sass.Exception)) throw error
    const { url, start } = error.span
    problems.error(inTree(url && fileURLToPath(url), tree) ?? file, error.sassMessage, start.line + 1, start.column + 1)
    return ''
  }
}

function syntaxOf(path: string): 'scss' | 'indented' | 'css' {
  if (path.endsWith('.sass')) return 'indented'
  return path.endsWith('.scss') ? 'scss' : 'css'
}

/** What an import means: a file beside, below the root of the mini-program, or in a package; a partial has an underscore that is not written. */
function found(name: string, folder: string, endings: readonly string[], tree: SourceTree): string | undefined {
  const from = relative(tree.root, folder).split(sep).join('/')
  const near = name.startsWith('/') ? name.slice(1) : posix.join(from, name)
  const candidates = [near, ...tree.npmCandidates(name, posix.join(from, 'x'))]
  const withPartials = candidates.flatMap((path) => [path, path.replace(/([^/]+)$/, '_$1')])
  const path = tree.first(...withPartials.flatMap((each) => endings.map((ending) => each + ending)))
  return path === undefined ? undefined : tree.file(path)
}

/** A path below the root, of an absolute one. */
function inTree(path: string | null | undefined, { root }: SourceTree): string | undefined {
  return typeof path === 'string' && path.startsWith(root) ? relative(root, path).split(sep).join('/') : undefined
}

interface LessError {
  message: string
  filename?: string
  /** From 1. */
  line?: number | null
  /** From 0. */
  column?: number | null
}

interface Less {
  FileManager: new () => object
  render(source: string, options: object, done: (error: LessError | null, result?: { css: string }) => void): void
}
