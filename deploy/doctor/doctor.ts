// npm run doctor -- [--offline] [--json] [--only CHECK] [--env staging|production] [--done ITEM] [--undone ITEM]
// Looks at everything that sending needs, and changes nothing. Exit code: 0 nothing to mend, 1 something is, 2 not all could be looked at.
import { join } from 'node:path'
import { openApi } from '../account/api'
import { readCredentials } from '../account/credentials'
import { ROOT } from '../command'
import { scopeOf } from '../deploy'
import { stateOf } from '../target/faults'
import TEMPLATES from '../templates.json'
import { contradictions, filesOf, readVariables, type Variables } from '../variables'
import { viewAccount } from './account-view'
import { CHECKLIST } from './checklist'
import { diagnose, type Reach, type Report } from './diagnose'
import { type DoctorOptions, readDoctorOptions } from './options'
import { printReport } from './print'
import { type DeclaredTemplate, type Project } from './project'
import { forget, readRemembered, remember } from './remembered'

const REMEMBERED = '.doctor.json'
const UNREADABLE = 2

export interface Place {
  /** The project's folder. */
  root: string
  /** Milliseconds. */
  now(): number
  say(line: string): void
}

function openProject({ root, now }: Omit<Place, 'say'>, { env, done, undone }: DoctorOptions): Project {
  const given = readVariables(env, root)
  const variables: Variables = { ...given, MINIPROGRAM_STATE: stateOf(given) }
  const envId = variables['TCB_ENV_ID'] ?? ''
  const templates = TEMPLATES as readonly DeclaredTemplate[]
  const path = join(root, REMEMBERED)
  for (const { id, of } of CHECKLIST.filter((item) => done.includes(item.id))) remember(path, envId, id, of({ root, variables, templates }), now())
  for (const id of undone) forget(path, envId, id)
  let scope: ReturnType<Project['scope']> | undefined
  return {
    root,
    variables,
    file: filesOf(env)[1],
    templates,
    scope: () => (scope ??= scopeOf(variables, true, false)),
    remembered: readRemembered(path, envId),
    now,
  }
}

function reach({ variables, file, root, now }: Project, { offline, env }: DoctorOptions): Reach {
  if (offline) return 'offline'
  const wrong = contradictions(env, root)
  const credentials = readCredentials(variables, now())
  const envId = variables['TCB_ENV_ID']
  if (wrong.length > 0) return { missing: wrong.join('') }
  if (!envId) return { missing: `没有 TCB_ENV_ID：请在 ${file} 里写上环境 ID（云开发控制台 → 设置 → 环境 ID）。` }
  if (typeof credentials === 'string') return { missing: credentials.replaceAll('.env.local', file) }
  return viewAccount(openApi(credentials, envId), credentials, variables)
}

/** @returns the exit code @throws Error in words, for options that it does not know or a checklist that it cannot read */
export async function runDoctor(args: string[], place: Place): Promise<Report['exitCode']> {
  const options = readDoctorOptions(args)
  const project = openProject(place, options)
  const report = await diagnose(project, reach(project, options), options.only)
  for (const line of options.json ? [JSON.stringify(report, null, 2)] : printReport(report)) place.say(line)
  return report.exitCode
}

if (require.main === module)
  runDoctor(process.argv.slice(2), { root: ROOT, now: Date.now, say: (line) => console.log(line) })
    .then((code) => (process.exitCode = code))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error))
      process.exitCode = UNREADABLE
    })
