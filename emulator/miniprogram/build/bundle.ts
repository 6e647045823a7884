import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { build, type BuildFailure, type Message, type OnLoadResult, type Plugin } from 'esbuild'
import { type Manifest } from '../manifest'
import { type ComponentSource } from './component-graph'
import { resolveImport } from './import-resolver'
import { type Problems } from './problem'
import { type SourceTree } from './source-tree'

/** What goes into the script of a mini-program. */
export interface BundleInput {
  tree: SourceTree
  manifest: Manifest
  /** A JavaScript expression: templates by code path. */
  templates: string
  components: Map<string, ComponentSource>
  problems: Problems
}

const ENTRY = 'mini-program'
/** Old enough for a class field to stay what the source says, new enough to read well in the debugger. */
const TARGET = 'es2020'
/** Where developer tools show the sources; the same for every build, so that a breakpoint outlives a change. */
const SOURCE_ROOT = '/miniprogram/@/sources/'

/** The script of the whole mini-program, which names its source map as app.js.map; '' when the build failed. */
export interface ScriptBundle {
  script: string
  sourceMap: string
}

export const NOTHING: ScriptBundle = { script: '', sourceMap: '' }

/** One script of everything; nothing when a script cannot be compiled, which becomes a problem. */
export async function bundleScripts(input: BundleInput): Promise<ScriptBundle> {
  try {
    const { outputFiles } = await build({
      entryPoints: [ENTRY],
      plugins: [miniProgramPlugin(input)],
      absWorkingDir: input.tree.root,
      outfile: 'app.js',
      bundle: true,
      write: false,
      format: 'iife',
      charset: 'utf8',
      sourcemap: 'linked',
      sourceRoot: SOURCE_ROOT,
      target: TARGET,
      define: { global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
      tsconfigRaw: '{}',
      logLevel: 'silent',
    })
    const named = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
    return { script: named('.js'), sourceMap: named('.map') }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    for (const message of error.errors) addProblem(message, input)
    return NOTHING
  }
}

function miniProgramPlugin({ tree, manifest, templates, components }: BundleInput): Plugin {
  const scripts = new Map<string, string>()
  for (const { path, script } of components.values()) {
    const file = script === undefined ? undefined : tree.file(script)
    if (file !== undefined) scripts.set(file, path)
  }
  const generated: Record<string, OnLoadResult> = {
    [ENTRY]: { contents: entryScript(tree, scripts), loader: 'js', resolveDir: tree.root },
    'mini-program:manifest': { contents: JSON.stringify(manifest), loader: 'json' },
    'mini-program:templates': { contents: `export default ${templates}`, loader: 'js' },
  }
  return {
    name: ENTRY,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^mini-program(:|$)/ }, ({ path }) => ({ path, namespace: ENTRY }))
      onLoad({ filter: /.*/, namespace: ENTRY }, ({ path }) => generated[path])
      onResolve({ filter: /^[^.]/ }, ({ path, importer, namespace }) => {
        if (namespace === ENTRY) return { path }
        const file = resolveImport(path, importer, tree)
        return file === undefined ? undefined : { path: file }
      })
      onLoad({ filter: /\.[jt]s$/ }, ({ path }) => {
        const component = scripts.get(path)
        return component === undefined ? undefined : componentScript(path, component)
      })
    },
  }
}

/** `Component()` and `Page()` do not say whose script calls them. Imports are hoisted, so that scripts nest as they load. */
function componentScript(file: string, component: string): OnLoadResult {
  const contents = `__miniProgram.enter(${JSON.stringify(component)});${readFileSync(file, 'utf8')}\n;__miniProgram.leave();`
  return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js', resolveDir: dirname(file) }
}

function entryScript(tree: SourceTree, scripts: Map<string, string>): string {
  const app = tree.first('app.ts', 'app.js')
  const load = (file: string | undefined, path: string) =>
    file === undefined ? '' : `__miniProgram.load(${JSON.stringify(path)}, () => require(${JSON.stringify(file)}))\n`
  return `
import manifest from 'mini-program:manifest'
import templates from 'mini-program:templates'
__miniProgram.prepare(manifest, templates)
${app === undefined ? '' : load(tree.file(app), 'app')}__miniProgram.launch()
${[...scripts].map(([file, path]) => load(file, path)).join('')}__miniProgram.start()
`
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)
}

function addProblem({ text, location }: Message, { tree, problems }: BundleInput): void {
  const file = location ? relative(tree.root, location.file.startsWith('/') ? location.file : `${tree.root}/${location.file}`) : 'app.json'
  problems.error(file, text, location?.line, location ? location.column + 1 : undefined)
}
