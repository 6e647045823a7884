import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { MANIFEST, readManifest } from './add/manifest'
import { Misuse, readOptions, ROOT, run } from './command'
import TEMPLATES from './templates.json'
import { filesOf, readVariables, type Variables } from './variables'

/** What to paste into the console's test box of `push`, one payload per template, and the variables that are still empty. */
export function templatePayloads(templates: readonly { templateId: string }[], variables: Variables): { payloads: object[]; missing: string[] } {
  const missing = new Set<string>()
  const valueOf = (name: string): string => {
    const value = variables[name]
    if (!value) missing.add(name)
    return value ?? ''
  }
  const operatorKey = valueOf('OPERATOR_KEY')
  const payloads = templates.map((template) => ({
    action: 'saveTemplate',
    operatorKey,
    ...template,
    templateId: template.templateId.replace(/\{\{env\.(\w+)\}\}/g, (_whole, name: string) => valueOf(name)),
  }))
  return { payloads, missing: [...missing] }
}

/** The templates of a project that `npm run add` put us into. @throws Misuse when there are none */
export function templatesOf(project: string): typeof TEMPLATES {
  const read = (name: string): string | undefined => (existsSync(join(project, name)) ? readFileSync(join(project, name), 'utf8') : undefined)
  const manifest = readManifest(read(MANIFEST))
  const name = `${manifest?.choices.folder ?? ''}.templates.json`
  const text = manifest && read(name)
  if (text === undefined) throw new Misuse(manifest ? `${project} 里没有 ${name}：再运行一次 npm run add，会补上。` : `${project} 里没有 ${MANIFEST}：先用 npm run add 装进去。`)
  return JSON.parse(text) as typeof TEMPLATES
}

/** `--project DIR` says whose; without it, our own. A path is meant from where the person stands. */
function projectIn(args: string[]): { project?: string; rest: string[] } {
  const at = args.indexOf('--project')
  if (at < 0) return { rest: args }
  const given = args[at + 1]
  if (given === undefined) throw new Misuse('--project 后面要写小程序的文件夹，例如 --project ../their-project。')
  return { project: resolve(process.env['INIT_CWD'] ?? '.', given), rest: args.toSpliced(at, 2) }
}

if (require.main === module)
  run(async () => {
    const { project, rest } = projectIn(process.argv.slice(2))
    const { env } = readOptions(rest)
    const { payloads, missing } = templatePayloads(project === undefined ? TEMPLATES : templatesOf(project), readVariables(env, project ?? ROOT))
    for (const payload of payloads) console.log(JSON.stringify(payload, null, 2))
    if (missing.length > 0) console.error(`Still empty in ${filesOf(env)[1]}: ${missing.join(', ')}. A template without an id is saved as a placeholder.`)
    return true
  })
