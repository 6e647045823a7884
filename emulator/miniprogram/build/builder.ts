import { type Manifest } from '../manifest'
import { readAppConfig } from './app-config'
import { bundleScripts, NOTHING, type ScriptBundle } from './bundle'
import { readComponents, type ComponentSource } from './component-graph'
import { Problems, type Problem } from './problem'
import { SourceTree } from './source-tree'
import { styleIsolationOf, styleScopes } from './style-scopes'
import { compileTemplates } from './wxml'
import { compileStyles } from './wxss'

export interface MiniProgramOptions {
  /** Absolute path of miniprogramRoot. */
  root: string
  appid: string
  /** What the shell calls it. */
  name: string
}

/** A mini-program, ready for the runtime. */
export interface MiniProgramBuild extends ScriptBundle {
  manifest: Manifest
  styles: MiniProgramStyles
  problems: Problem[]
  /** Whether any problem is an error. */
  failed: boolean
}

/** CSS, apart, because a page's sheet is only on while the page is on top. */
export interface MiniProgramStyles {
  app: string
  components: string
  pages: Record<string, string>
}

/** Compiles a native mini-program for the browser. Never rejects for what the sources contain: that is in `problems`. */
export async function buildMiniProgram({ root, appid, name }: MiniProgramOptions): Promise<MiniProgramBuild> {
  const tree = new SourceTree(root)
  const problems = new Problems()
  const { app, pages, themes } = readAppConfig(tree, problems)
  const components = readComponents(tree, app, pages, problems)
  const scopes = styleScopes(components.values())
  const manifest: Manifest = { appid, name, app, pages, themes, components: {} }
  for (const component of components.values()) {
    manifest.components[component.path] = {
      isPage: component.isPage,
      json: runtimeJson(component),
      styleScope: scopes.get(component.path) ?? '',
    }
  }
  const templates = compileTemplates(tree, components.keys(), problems)
  const styles = compileAllStyles(tree, components, scopes, problems)
  const bundled = problems.failed ? NOTHING : await bundleScripts({ tree, manifest, templates, components, problems })
  return { manifest, ...bundled, styles, problems: problems.list, failed: problems.failed }
}

/** `component: true` in a page's JSON would turn its style isolation into a component's. */
function runtimeJson(component: ComponentSource): ComponentSource['json'] {
  const { component: isComponent, ...json } = component.json
  return { ...json, styleIsolation: styleIsolationOf(component), ...(!component.isPage && { component: isComponent }) }
}

function compileAllStyles(
  tree: SourceTree,
  components: Map<string, ComponentSource>,
  scopes: Map<string, string>,
  problems: Problems,
): MiniProgramStyles {
  const compile = (file: string, scope: string) => (tree.has(file) ? compileStyles(file, scope, tree, problems) : '')
  const styles: MiniProgramStyles = { app: compile('app.wxss', ''), components: '', pages: {} }
  for (const { path, isPage } of components.values()) {
    const css = compile(`${path}.wxss`, scopes.get(path) ?? '')
    if (css === '') continue
    if (isPage) styles.pages[path] = css
    else styles.components += `/* ${path} */\n${css}\n`
  }
  return styles
}
