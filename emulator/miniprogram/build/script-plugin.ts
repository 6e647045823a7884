import { dirname, posix, relative } from 'node:path'
import { type Loader, type OnLoadResult, type OnResolveArgs, type OnResolveResult, type Plugin, type PluginBuild } from 'esbuild'
import { resolveImport } from './import-resolver'
import { exportsIn, importsIn } from './module-names'
import { lineOf, problemInWords, type Problem, type Problems } from './problem'
import { readScript, type ScriptModule } from './script-module'
import { type SourceTree } from './source-tree'
import { type Aliases } from './alias'
import { withoutBrowser } from './without-browser'

/** Modules that stand for what cannot be loaded. */
const BROKEN = 'mini-program-broken'
/** Tells our own question to the bundler from those of scripts. */
const ASKED = Symbol('asked')

const SCRIPT = /\.(c|m)?(js|ts|json)$/
const NO_PACKAGE = 'does not exist, neither here nor as a package: install the packages of package.json (npm install, or --install)'

export interface ScriptsOptions {
  tree: SourceTree
  aliases: Aliases
  problems: Problems
  /** Absolute path of app.js or app.ts, without which nothing runs. */
  app?: string
  /** Code paths of pages and components by the absolute path of their script. */
  components: Map<string, string>
}

/** Reads and finds the scripts of a mini-program. One that cannot be had becomes a problem, and throws it when it is loaded. */
export class Scripts {
  readonly #modules = new Map<string, Promise<ScriptModule>>()

  constructor(private readonly options: ScriptsOptions) {}

  get plugin(): Plugin {
    return { name: 'mini-program-scripts', setup: (build) => this.#setUp(build) }
  }

  #setUp(build: PluginBuild): void {
    build.onResolve({ filter: /.*/, namespace: 'file' }, (args) => this.#resolve(args, build))
    build.onLoad({ filter: /.*/, namespace: BROKEN }, ({ path }) => broken(path))
    build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => this.#load(path))
  }

  async #resolve({ path, importer, resolveDir, kind, pluginData }: OnResolveArgs, build: PluginBuild): Promise<OnResolveResult | undefined> {
    if (pluginData === ASKED || kind === 'entry-point') return undefined
    const { tree, aliases } = this.options
    const file = resolveImport(path, importer, tree, aliases)
    if (file !== undefined) return SCRIPT.test(file) ? { path: file } : this.#missing(path, importer, 'is no script')
    const other = this.#misspelt(path, importer)
    if (other !== undefined) return this.#missing(path, importer, `is called ${other}: letter case counts on a phone`)
    // By Node's rules.
    const byNode = async (folder: string) => build.resolve(path, { kind, resolveDir: folder, pluginData: ASKED })
    if ((await byNode(resolveDir)).errors.length === 0) return undefined
    const { installed } = tree.packages
    if (installed !== undefined) {
      const { errors, path: found } = await byNode(installed)
      if (errors.length === 0) return { path: found }
    }
    const isPackage = /^[\w@]/.test(path)
    return this.#missing(path, importer, isPackage ? NO_PACKAGE : 'does not exist')
  }

  async #missing(path: string, importer: string, why: string): Promise<OnResolveResult> {
    const { tree, problems } = this.options
    const { source } = await this.#module(importer)
    const line = lineOf(source, `'${path}'`) ?? lineOf(source, `"${path}"`)
    const problem: Problem = { severity: 'error', file: relative(tree.root, importer), line, message: `module "${path}" ${why}` }
    problems.add(problem)
    return { path: problemInWords(problem), namespace: BROKEN }
  }

  #misspelt(path: string, importer: string): string | undefined {
    if (!/^[./]/.test(path)) return undefined
    const { tree } = this.options
    const code = path.startsWith('/') ? path.slice(1) : posix.join(relative(tree.root, dirname(importer)), path)
    if (code.startsWith('..')) return undefined
    return [code, `${code}.js`, `${code}.ts`, `${code}/index.js`].flatMap((each) => tree.misspelt(each) ?? []).find((each) => /\.\w+$/.test(each))
  }

  async #load(file: string): Promise<OnLoadResult> {
    const { tree, app, problems, components } = this.options
    const { contents, flaw } = await this.#checked(file)
    if (flaw) {
      const problem: Problem = { severity: 'error', file: relative(tree.root, file), ...flaw, ...(file === app && { whole: true }) }
      problems.add(problem)
      return broken(problemInWords(problem))
    }
    const component = components.get(file)
    const script = withoutBrowser(contents)
    return { contents: component === undefined ? script : entering(component, script), loader: 'js' as Loader, resolveDir: dirname(file) }
  }

  /** With a flaw as well where it uses what a module of the mini-program does not export. */
  async #checked(file: string): Promise<ScriptModule> {
    const script = await this.#module(file)
    for (const { from, names } of importsIn(script.contents)) {
      const target = resolveImport(from, file, this.options.tree, this.options.aliases)
      if (target === undefined || !/\.[jt]s$/.test(target)) continue
      const exported = exportsIn((await this.#module(target)).contents)
      const unknown = exported && names.find((name) => !exported.has(name))
      if (unknown === undefined) continue
      const message = `"${from}" (${relative(this.options.tree.root, target)}) exports no "${unknown}"`
      return { ...script, flaw: { message, line: lineOf(script.source, from) } }
    }
    return script
  }

  #module(file: string): Promise<ScriptModule> {
    const known = this.#modules.get(file) ?? readScript(file)
    this.#modules.set(file, known)
    return known
  }
}

function broken(words: string): OnLoadResult {
  return { contents: `throw __miniProgram.fault(${JSON.stringify(words)})`, loader: 'js' }
}

/** `Component()` and `Page()` do not say whose script calls them. */
function entering(component: string, contents: string): string {
  return `__miniProgram.enter(${JSON.stringify(component)});${contents}\n;__miniProgram.leave();`
}

/** Absolute paths of the scripts of pages and components, with the code path of each. */
export function scriptsOf(components: Iterable<{ path: string; script?: string }>, tree: SourceTree): Map<string, string> {
  const scripts = new Map<string, string>()
  for (const { path, script } of components) {
    const file = script === undefined ? undefined : tree.file(script)
    if (file !== undefined) scripts.set(file, path)
  }
  return scripts
}
