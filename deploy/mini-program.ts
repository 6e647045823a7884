// npm run mini-program -- [--clear]
// Writes into miniprogram/environment.ts which cloud environment each version of the mini-program talks to.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { ROOT, run } from './command'
import { versionEnvironments, writeEnvironments } from './target/mini-program'
import { type Variables } from './variables'

const FILE = join(ROOT, 'miniprogram/environment.ts')

function read(name: string): Variables | undefined {
  const path = join(ROOT, name)
  return existsSync(path) ? (parseEnv(readFileSync(path, 'utf8')) as Variables) : undefined
}

run(async () => {
  const { values } = parseArgs({ options: { clear: { type: 'boolean', default: false } } })
  const found = { local: read('.env.local'), staging: read('.env.staging'), production: read('.env.production') }
  const environments = values.clear ? { develop: '', trial: '', release: '' } : versionEnvironments(found)
  if (typeof environments === 'string') throw new Error(`没有改小程序。${environments}`)
  writeFileSync(FILE, writeEnvironments(readFileSync(FILE, 'utf8'), environments))
  const { develop, trial, release } = environments
  console.log(`小程序的云环境：开发版 ${develop || '默认'}，体验版 ${trial || '默认'}，正式版 ${release || '默认'}。在开发者工具里重新编译、上传后生效。`)
  return true
})
