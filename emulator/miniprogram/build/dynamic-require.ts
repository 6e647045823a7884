import { readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** `require` of a path put together at run time, as the compiler prints it: a text or template that begins like a relative path. */
const PUT_TOGETHER = /(?<![.\w$])require\((?=(["`])(\.[^"`$\n]*))(?!"(?:[^"\\\n]|\\.)*"\)|`[^`$]*`\))/g
const SCRIPT = /\.[jt]s$/
const MAX_FILES = 300

/**
 * On a phone all scripts are there, so that such a path finds what it means; a bundler would leave them out. Here it chooses among the
 * scripts of the folder that the path begins with.
 * @param file  absolute path of the script
 */
export function withChoices(code: string, file: string): string {
  let choices = ''
  let count = 0
  const changed = code.replace(PUT_TOGETHER, (_, __, start: string) => {
    count += 1
    choices += choiceFunction(`__chosen${count}`, dirname(file), start.slice(0, start.lastIndexOf('/') + 1))
    return `__chosen${count}(`
  })
  return choices === '' ? code : `${changed}${choices}`
}

function choiceFunction(name: string, from: string, folder: string): string {
  const modules = scriptsBelow(join(from, folder)).map((file) => {
    const path = relative(from, file).split(sep).join('/')
    const written = path.startsWith('.') ? path : `./${path}`
    return `${JSON.stringify(written.replace(SCRIPT, ''))}: () => require(${JSON.stringify(written)})`
  })
  return `
function ${name}(path) {
  const modules = { ${modules.join(', ')} }
  const name = path.replace(/\\.js$/, '')
  const load = modules[name] ?? modules[name + '/index']
  if (!load) throw new Error("module '" + path + "' is not defined")
  return load()
}
`
}

function scriptsBelow(folder: string): string[] {
  const found: string[] = []
  const visit = (each: string) => {
    for (const entry of entriesOf(each)) {
      if (found.length >= MAX_FILES || entry.name === 'node_modules') return
      const path = join(each, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (SCRIPT.test(entry.name) && !entry.name.endsWith('.d.ts')) found.push(path)
    }
  }
  visit(folder)
  return found
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
