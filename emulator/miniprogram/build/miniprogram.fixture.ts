import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildMiniProgram, type MiniProgramBuild } from './builder'
import { problemInWords } from './problem'

type Files = Record<string, string | object>

const made: string[] = []

/** The smallest mini-program: one page, `pages/a/a`. */
const MINIMAL: Files = {
  'app.json': { pages: ['pages/a/a'] },
  'app.js': 'App({})',
  'pages/a/a.js': 'Page({})',
  'pages/a/a.wxml': '<view />',
}

/** Builds that mini-program with these files on top; paths beginning with `../` lie beside its root. */
export async function buildOf(files: Files, compilerPlugins: readonly string[] = []): Promise<MiniProgramBuild & { words: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'mini-program-'))
  made.push(folder)
  const root = join(folder, 'src')
  for (const [path, content] of Object.entries({ ...MINIMAL, ...files })) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  }
  const build = await buildMiniProgram({ root, appid: 'wx1', name: '测试', compilerPlugins })
  return { ...build, words: build.problems.map(problemInWords) }
}

/** A component without behaviour. */
export function componentFiles(path: string, wxml = '<view />', json: object = {}): Files {
  return { [`${path}.json`]: { component: true, ...json }, [`${path}.js`]: 'Component({})', [`${path}.wxml`]: wxml }
}

export function removeBuilt(): void {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
}
