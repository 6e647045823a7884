import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Below a node_modules folder, so that functions find the real wx-server-sdk. (There jest does not read TypeScript, tsx does.) */
const CACHE = join(dirname(require.resolve('wx-server-sdk/package.json')), '..', '.cache', 'wechat-cloud-emulator')

export interface ProjectFixture {
  dir: string
  write(path: string, content: string | object): void
  remove(): void
}

/** A project of these files in a folder of its own; objects are written as JSON. */
export function makeProject(files: Record<string, string | object>): ProjectFixture {
  mkdirSync(CACHE, { recursive: true })
  const dir = mkdtempSync(join(CACHE, 'project-'))
  const write = (path: string, content: string | object) => {
    const file = join(dir, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  for (const [path, content] of Object.entries(files)) write(path, content)
  return { dir, write, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

/**
 * A function that runs `event.code`, the body of an async function with `cloud`, `db`, `_`, `event` and `context`,
 * and returns what is thrown as `{failed: {name, code, errCode, errMsg, message}}`.
 */
export const SCRIPTABLE_FUNCTION = `
const cloud = require('wx-server-sdk')
cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const AsyncFunction = (async () => {}).constructor
exports.main = async (event, context) => {
  try {
    const db = cloud.database()
    const run = new AsyncFunction('cloud', 'db', '_', 'event', 'context', event.code)
    return { gave: await run(cloud, db, db.command, event, context) }
  } catch (error) {
    const { name, code, errCode, errMsg, message } = error
    return { failed: { name, code, errCode, errMsg, message } }
  }
}
`
