import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { objectAt, objectsAt, readJsonFile, textAt, textsAt, type JsonObject } from './json-file'

/** Stands in for `touristappid`, which cannot use the cloud; it looks like an appid and never changes. */
export const LOCAL_APPID = 'wx10ca1c10ad000000'

const TOURIST_APPID = 'touristappid'
const TEMPLATE_ROOT = 'miniprogram'

export interface MiniProgram {
  appid: string
  appName?: string
  /** Absolute folder of app.json, where there is one. */
  root?: string
  /** As project.config.json gives it. */
  cloudfunctionRoot?: string
  pages: string[]
  /** `setting.useCompilerPlugins`: `less`, `sass`, `typescript`. */
  compilerPlugins?: string[]
}

/** Reads project.config.json, project.private.config.json (its appid wins) and the app.json that they lead to. */
export function readMiniProgram(dir: string): MiniProgram {
  const path = join(dir, 'project.config.json')
  const privatePath = join(dir, 'project.private.config.json')
  const config = readJsonFile(path) ?? {}
  const privateConfig = readJsonFile(privatePath) ?? {}

  const root = join(dir, textAt(config, 'miniprogramRoot', path) ?? defaultRoot(dir))
  const appPath = join(root, 'app.json')
  const app = existsSync(appPath) ? readApp(appPath) : undefined
  const appid = textAt(privateConfig, 'appid', privatePath) ?? textAt(config, 'appid', path) ?? TOURIST_APPID
  return {
    appid: appid === TOURIST_APPID ? LOCAL_APPID : appid,
    appName: app?.title ?? textAt(config, 'projectname', path),
    root: app && root,
    cloudfunctionRoot: textAt(config, 'cloudfunctionRoot', path),
    pages: app?.pages ?? [],
    compilerPlugins: pluginsOf(privateConfig, privatePath) ?? pluginsOf(config, path),
  }
}

/** `false` stands for none. */
function pluginsOf(config: JsonObject, path: string): string[] | undefined {
  const plugins = objectAt(config, 'setting', path)['useCompilerPlugins']
  if (plugins === undefined) return undefined
  return Array.isArray(plugins) ? plugins.map(String) : []
}

/** Where an author left out `miniprogramRoot`: the folder itself, or the one that WeChat's template has. */
function defaultRoot(dir: string): string {
  return !existsSync(join(dir, 'app.json')) && existsSync(join(dir, TEMPLATE_ROOT, 'app.json')) ? TEMPLATE_ROOT : ''
}

/** A broken app.json is no reason not to start: the phone says what is wrong with it. */
function readApp(path: string): { title?: string; pages: string[] } {
  try {
    const app = readJsonFile(path) ?? {}
    return { title: windowTitle(app, path), pages: readPages(app, path) }
  } catch {
    return { pages: [] }
  }
}

/** A name of theme.json is no title. */
function windowTitle(app: JsonObject, path: string): string | undefined {
  const title = textAt(objectAt(app, 'window', path), 'navigationBarTitleText', path)
  return title?.startsWith('@') ? undefined : title
}

/** Pages of an app.json, those of its subpackages included, without a leading slash. */
function readPages(app: JsonObject, path: string): string[] {
  // Both spellings are documented.
  const subpackages = ['subPackages', 'subpackages'].flatMap((key) => objectsAt(app, key, path))
  const inSubpackages = subpackages.flatMap((subpackage) => {
    const root = textAt(subpackage, 'root', path) ?? ''
    return textsAt(subpackage, 'pages', path).map((page) => `${root}/${page}`)
  })
  return [...textsAt(app, 'pages', path), ...inSubpackages].map((page) => page.replace(/\/{2,}/g, '/').replace(/^\//, ''))
}
