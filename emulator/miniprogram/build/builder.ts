import { type Manifest } from '../manifest'
import { readAppConfig } from './app-config'
import { bundleScripts, NOTHING, type ScriptBundle } from './bundle'
import { readComponents, type ComponentSource } from './component-graph'
import { problemInWords, Problems, type Problem } from './problem'
import { SourceTree } from './source-tree'
import { styleIsolationOf, styleScopes } from './style-scopes'
import { StyleSources } from './style-sources'
import { tagsIn, usedComponents } from './uses'
import { TemplateCompiler } from './wxml'
import { compileStyles } from './wxss'

const WEUI_STYLES = 'miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss'

export interface MiniProgramOptions {
  /** Absolute path of miniprogramRoot. */
  root: string
  appid: string
  /** What the shell calls it. */
  name: string
  /** A folder with a node_modules, for packages that the project does not hold itself. */
  installed?: string
  /** `setting.useCompilerPlugins` of project.config.json: what stylesheets may be written in. */
  compilerPlugins?: readonly string[]
}

/** A mini-program, ready for the runtime. */
export interface MiniProgramBuild extends ScriptBundle {
  manifest: Manifest
  styles: MiniProgramStyles
  problems: Problem[]
  /** Nothing of it can be shown; other errors refuse the pages that they reach. */
  failed: boolean
}

/** CSS, apart, because a page's sheet is only on while the page is on top. */
export interface MiniProgramStyles {
  app: string
  components: string
  pages: Record<string, string>
}

/** Compiles a native mini-program for the browser. Never rejects for what the sources contain: that is in `problems`. */
export async function buildMiniProgram({ root, appid, name, installed, compilerPlugins }: MiniProgramOptions): Promise<MiniProgramBuild> {
  const tree = new SourceTree(root, installed)
  const problems = new Problems()
  const { app, pages, themes } = readAppConfig(tree, problems)
  const components = readComponents(tree, app, pages, problems)
  const scopes = styleScopes(components.values())
  const sources = new StyleSources(tree, compilerPlugins)
  const styles = compileAllStyles(sources, components, scopes, problems)
  if (app.useExtendedLib?.weui !== undefined) styles.app = extendedStyles(sources, problems) + styles.app
  const compiler = new TemplateCompiler(tree, problems)
  for (const path of components.keys()) compiler.addTemplate(path)
  const manifest: Manifest = { appid, name, app, pages, themes, components: {} }
  for (const component of components.values()) {
    const { sources, errors } = compiler.reached(component.path)
    const tags = tagsIn(sources)
    reportUnresolved(component, tags)
    manifest.components[component.path] = {
      isPage: component.isPage,
      json: runtimeJson(component),
      styleScope: scopes.get(component.path) ?? '',
      uses: usedComponents(component, tags),
      faults: [...component.problems.errors, ...errors.map(problemInWords)],
    }
  }
  const templates = compiler.finish()
  const bundled = problems.failed ? NOTHING : await bundleScripts({ tree, manifest, templates, components, problems })
  const { failed } = problems
  return { manifest, ...(failed ? NOTHING : bundled), styles, problems: problems.list, failed }
}

/** A component that is declared and never drawn keeps nothing from being drawn. */
function reportUnresolved({ unresolved, problems }: ComponentSource, tags: Set<string>): void {
  for (const [tag, { file, message, line }] of Object.entries(unresolved)) {
    if (tags.has(tag)) problems.error(file, message, line)
    else problems.warn(file, message, line)
  }
}

/** `component: true` in a page's JSON would turn its style isolation into a component's. */
function runtimeJson(component: ComponentSource): ComponentSource['json'] {
  const { component: isComponent, ...json } = component.json
  return { ...json, styleIsolation: styleIsolationOf(component), ...(!component.isPage && { component: isComponent }) }
}

/** WeUI brings its classes to every page. */
function extendedStyles(sources: StyleSources, problems: Problems): string {
  if (sources.tree.has(WEUI_STYLES)) return `${compileStyles(WEUI_STYLES, '', sources, problems)}\n`
  problems.warn('app.json', 'useExtendedLib: the package weui-miniprogram is not here: install it (npm install weui-miniprogram, or --install)')
  return ''
}

function compileAllStyles(
  sources: StyleSources,
  components: Map<string, ComponentSource>,
  scopes: Map<string, string>,
  problems: Problems,
): MiniProgramStyles {
  const compile = (wxss: string, scope: string, found: Problems) => {
    const file = sources.find(wxss)
    return file === undefined ? '' : compileStyles(file, scope, sources, found)
  }
  const styles: MiniProgramStyles = { app: compile('app.wxss', '', problems), components: '', pages: {} }
  for (const { path, isPage, problems: own } of components.values()) {
    const css = compile(`${path}.wxss`, scopes.get(path) ?? '', own)
    if (css === '') continue
    if (isPage) styles.pages[path] = css
    else styles.components += `/* ${path} */\n${css}\n`
  }
  return styles
}
