// npm run deploy -- [--env staging|production] [--yes] [--plan] [--adopt]      everything
// npm run set-up -- …                                                         collections, indexes, rights, function rules
// Shows a plan, asks, and carries it out; again and again the same result, and after an interruption the rest. Never tried against
// the real cloud; see docs/部署.md.
import { setTimeout as pause } from 'node:timers/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import CLOUDBASE from '../cloudbaserc.json'
import { openMarkers } from './account/marker'
import { openMessagePush } from './account/message-push'
import { openSession, ROOT, run, type Session, VERSION } from './command'
import ENVIRONMENT from './environment.json'
import { carryOut, GOOD } from './plan/carry-out'
import { type Deployment, makePlan, type Scope } from './plan/plan'
import { type TimerTarget } from './plan/timers'
import { faultsOf, remarksOf } from './target/faults'
import { packFunction } from './target/package'
import { type CloudbaseFile, type EnvironmentFile, readTarget } from './target/target'
import TEMPLATES from './templates.json'
import { type Variables } from './variables'

interface FunctionConfig {
  permissions?: { openapi?: string[] }
  triggers?: { name: string; type: string; config: string }[]
}

const FUNCTIONS = CLOUDBASE.functions.map(({ name }) => name)

/** What this project wants of an environment. */
export function scopeOf(variables: Variables, whole: boolean, adopt: boolean): Scope {
  const folderOf = (name: string): string => join(ROOT, 'cloudfunctions', name)
  const configOf = (name: string): FunctionConfig => JSON.parse(readFileSync(join(folderOf(name), 'config.json'), 'utf8')) as FunctionConfig
  const nothing = { zip: Buffer.alloc(0), sha256: '' }
  return {
    target: readTarget(ENVIRONMENT as unknown as EnvironmentFile, CLOUDBASE as CloudbaseFile, variables, VERSION, (name) => (whole ? packFunction(folderOf(name), CLOUDBASE.functionDefaultConfig.ignore) : nothing)),
    timers: FUNCTIONS.flatMap((name) => (configOf(name).triggers ?? []).map((trigger): TimerTarget => ({ functionName: name, name: trigger.name, cron: trigger.config }))),
    callers: FUNCTIONS.filter((name) => (configOf(name).permissions?.openapi ?? []).length > 0),
    whole,
    adopt,
  }
}

export function deploymentOf({ api, credentials, variables }: Pick<Session, 'api' | 'credentials' | 'variables'>): Deployment {
  return { api, markers: openMarkers(credentials, api.envId), push: openMessagePush(variables), pause }
}

/** A mini-program that was not told of an environment talks to the first one of its account. */
function miniProgramRemarks(envId: string): string[] {
  const named = readFileSync(join(ROOT, 'miniprogram/environment.ts'), 'utf8').includes(`'${envId}'`)
  return named ? [] : ['小程序还没有指到这个环境：运行 npm run mini-program，再在开发者工具里上传。']
}

async function main(args: string[], whole: boolean): Promise<boolean> {
  const session = openSession(args, faultsOf)
  if (Array.isArray(session)) {
    for (const line of ['没有部署，什么也没有写。', ...session]) console.error(line)
    return false
  }
  const { options, variables, file, operator, api } = session
  operator.say(`环境 ${api.envId}（读自 ${file}），版本 ${VERSION}`)
  for (const remark of [...remarksOf(variables, TEMPLATES, file), ...miniProgramRemarks(api.envId)]) operator.say(`  注意  ${remark}`)
  const plan = await makePlan(deploymentOf(session), scopeOf(variables, whole, options.adopt))
  const outcome = await carryOut(plan.steps, operator, options)
  return GOOD.includes(outcome)
}

if (require.main === module) {
  const [what, ...args] = process.argv.slice(2)
  run(() => main(args, what !== 'set-up'))
}
