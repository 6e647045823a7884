import { readOptions, run } from './command'
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

if (require.main === module)
  run(async () => {
    const { env } = readOptions(process.argv.slice(2))
    const { payloads, missing } = templatePayloads(TEMPLATES, readVariables(env))
    for (const payload of payloads) console.log(JSON.stringify(payload, null, 2))
    if (missing.length > 0) console.error(`Still empty in ${filesOf(env)[1]}: ${missing.join(', ')}. A template without an id is saved as a placeholder.`)
    return true
  })
