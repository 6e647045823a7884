import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ASSIGNMENT = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/

/** What `.env` files set, the later file over the earlier: .env < .env.local < .env.<mode>, as the CloudBase CLI reads them. */
export function readEnvFiles(dir: string, mode?: string): Record<string, string> {
  const names = ['.env', '.env.local', ...(mode ? [`.env.${mode}`] : [])]
  const paths = names.map((name) => join(dir, name)).filter((path) => existsSync(path))
  return Object.assign({}, ...paths.map((path) => parseEnvFile(readFileSync(path, 'utf8')))) as Record<string, string>
}

/** `KEY=value` lines; `#` comments, `export` and quotes around a value are allowed, lines of another form are passed over. */
export function parseEnvFile(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = ASSIGNMENT.exec(line) ?? []
    if (name !== undefined && value !== undefined) variables[name] = unquote(value)
  }
  return variables
}

function unquote(value: string): string {
  const quoted = /^(["'])(.*)\1(?:\s+#.*)?$/.exec(value)
  if (!quoted) return value.replace(/(?:^|\s+)#.*$/, '')
  const inner = quoted[2] ?? ''
  return quoted[1] === '"' ? inner.replace(/\\n/g, '\n') : inner
}
