import { build, type BuildFailure, type OnLoadResult, type Plugin } from 'esbuild'
import { type Manifest } from '../manifest'
import { type ComponentSource } from './component-graph'
import { MODULE_HELPERS } from './module-helpers'
import { type Problems } from './problem'
import { Scripts, scriptsOf } from './script-plugin'
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
const HELPERS = 'mini-program:helpers'
/** Old enough for a class field to stay what the source says, new enough to read well in the debugger. */
const TARGET = 'es2020'
/** Where developer tools show the sources; the same for every build, so that a breakpoint outlives a change. */
const SOURCE_ROOT = '/miniprogram/@/sources/'

/** The script of the whole mini-program, which names its source map as app.js.map; '' when nothing can be shown. */
export interface ScriptBundle {
  script: string
  sourceMap: string
}

export const NOTHING: ScriptBundle = { script: '', sourceMap: '' }

/** One script of everything. */
export async function bundleScripts({ tree, manifest, templates, components, problems }: BundleInput): Promise<ScriptBundle> {
  const scripts = scriptsOf(components.values(), tree)
  const appScript = tree.first('app.ts', 'app.js')
  const app = appScript === undefined ? undefined : tree.file(appScript)
  const generated: Record<string, OnLoadResult> = {
    [ENTRY]: { contents: entryScript(app, scripts), loader: 'js', resolveDir: tree.root },
    'mini-program:manifest': { contents: JSON.stringify(manifest), loader: 'json' },
    [HELPERS]: { contents: MODULE_HELPERS, loader: 'js' },
    'mini-program:templates': { contents: `export default ${templates}`, loader: 'js' },
  }
  try {
    const { outputFiles } = await build({
      entryPoints: [ENTRY],
      inject: [HELPERS],
      plugins: [entryPlugin(generated), new Scripts({ tree, aliases: manifest.app.resolveAlias ?? {}, problems, app, components: scripts }).plugin],
      absWorkingDir: tree.root,
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
    for (const { text, location } of error.errors) problems.fatal(location?.file ?? 'app.json', text, location?.line, location ? location.column + 1 : undefined)
    return NOTHING
  }
}

function entryPlugin(generated: Record<string, OnLoadResult>): Plugin {
  return {
    name: ENTRY,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^mini-program(:|$)/ }, ({ path }) => ({ path, namespace: ENTRY }))
      onResolve({ filter: /.*/, namespace: ENTRY }, ({ path }) => ({ path }))
      onLoad({ filter: /.*/, namespace: ENTRY }, ({ path }) => generated[path])
    },
  }
}

/** The app launches before the script of any page is run, and each of those when its page is first opened. */
function entryScript(app: string | undefined, scripts: Map<string, string>): string {
  const lines = [...scripts].map(([file, path]) => `__miniProgram.script(${JSON.stringify(path)}, () => require(${JSON.stringify(file)}))`)
  return `
import manifest from 'mini-program:manifest'
import templates from 'mini-program:templates'
__miniProgram.prepare(manifest, templates)
${lines.join('\n')}
${app === undefined ? '' : `__miniProgram.load(() => require(${JSON.stringify(app)}))`}
__miniProgram.launch()
__miniProgram.start()
`
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && Array.isArray((error as Partial<BuildFailure>).errors)
}
