import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { USUAL_PREFIX } from '../core/ports/prefix'
import { newAuthorization, type Authorization } from '../core/ledger/authorization'
import { messageId, NOBODY, type Message } from '../core/outbox/message'
import { type Push } from '../core/outbox/push'
import { startEmulator, type Emulator } from '../emulator/emulator'
import { makeProject, type ProjectFixture } from '../emulator/testing/project'
import ENVIRONMENT from '../deploy/environment.json'
import { NAIVE_FUNCTIONS } from './naive-functions'
import { type Terms } from '../core/templates/terms'

/** Long enough to be taken for one. */
export const OPERATOR_KEY = 'benchmarks-on-this-machine'
const ROOT = join(__dirname, '..')
const FUNCTIONS = ['push', 'dispatch']
/** As long as the platform lets a function run. */
const TIMEOUT_SECONDS = 60

/** A local cloud for measuring: our built functions and the ways of tutorials side by side, no timers, no pushed events. */
export interface World {
  emulator: Emulator
  templateId: string
  close(): Promise<void>
}

/** @param workers  of the timer's function that may be at work at once */
export async function createWorld(workers = 1): Promise<World> {
  const project = makeProject(files())
  const emulator = await startEmulator({ projectDir: project.dir, seed: null, processes: { concurrency: { dispatch: workers } } })
  // The tutorials' own collection knows no prefix.
  emulator.database.createCollection('jobs', { acl: 'ADMINONLY', indexes: [{ name: 'done', keys: [['done', 1]] }] })
  const { templateId } = emulator.wechat.addTemplate({ title: '巡检任务提醒', content: '地点:{{thing1.DATA}}' })
  return { emulator, templateId, close: () => closeBoth(emulator, project) }
}

async function closeBoth(emulator: Emulator, project: ProjectFixture): Promise<void> {
  await emulator.close()
  project.remove()
}

function files(): Record<string, string | object> {
  const { messagePush: _unused, ...environment } = ENVIRONMENT
  const names = [...FUNCTIONS, ...Object.keys(NAIVE_FUNCTIONS)]
  return {
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': environment,
    'cloudbaserc.json': { envId: 'bench', functions: names.map((name) => ({ name, timeout: TIMEOUT_SECONDS, envVariables: { OPERATOR_KEY } })) },
    ...Object.fromEntries(
      names.flatMap((name) => [
        ...codeOf(name),
        [`cloudfunctions/${name}/config.json`, { permissions: { openapi: ['subscribeMessage.send'] } }],
      ]),
    ),
  }
}

/** What is deployed of a function of ours; the naive ones take the SDK as it is published. */
function codeOf(name: string): [file: string, text: string][] {
  if (NAIVE_FUNCTIONS[name] !== undefined) return [[`cloudfunctions/${name}/index.js`, NAIVE_FUNCTIONS[name]]]
  return ['index.js', 'wx-server-sdk.js', 'wx-server-sdk-rare.js'].map((file) => [`cloudfunctions/${name}/${file}`, readFileSync(join(ROOT, 'cloudfunctions', name, file), 'utf8')])
}

/** So many users who have agreed once, as WeChat and the ledger know it. */
export async function addReceivers({ emulator, templateId }: World, count: number, prefix: string): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, index) => `o${prefix}${String(index).padStart(8, '0')}`)
  const now = new Date(emulator.clock.now())
  for (let from = 0; from < count; from += 1000) {
    const batch = openids.slice(from, from + 1000)
    await Promise.all(batch.map((openid) => emulator.wechat.consent({ openid, templateIds: [templateId] })))
    const rows = batch.map((openid): Authorization => ({ ...newAuthorization(openid, templateId, now), credits: 1, granted: 1, standing: 'accept' }))
    await emulator.database.insert('authorizations', rows.map((row) => ({ ...row })))
  }
  return openids
}

/** A push that has been taken down and written out: every recipient is queued. */
export async function addPush({ emulator, templateId }: World, openids: readonly string[], pushId: string, terms?: Terms): Promise<void> {
  const now = new Date(emulator.clock.now())
  const push: Push = {
    _id: pushId, template: 'bench', templateId, title: '巡检任务提醒', type: 'one-time', data: { thing1: '车库' }, page: '',
    miniprogramState: 'formal', lang: 'zh_CN', audience: { kind: 'openids', openids: [] }, ...(terms && { terms }), anyway: false, urgent: true,
    by: { kind: 'operator' }, bodyHash: '', state: 'running', total: openids.length, createdAt: now, updatedAt: now,
  }
  await emulator.database.insert('pushes', [{ ...push }])
  // Put there behind the agenda's back: without it the next tick is a whole round.
  await emulator.database.execute('database.removeDocument', { collectionName: `${USUAL_PREFIX}standstill`, query: JSON.stringify({ _id: 'agenda' }), queryType: 'WHERE', multi: true })
  for (let from = 0; from < openids.length; from += 1000) {
    const rows = openids.slice(from, from + 1000).map((openid): Message => ({
      _id: messageId(pushId, openid), pushId, openid, template: 'bench', state: 'queued', attempts: 0, owner: NOBODY, dueAt: now,
      timeline: [{ at: now, state: 'queued' }], createdAt: now,
    }))
    await emulator.database.insert('messages', rows.map((row) => ({ ...row })))
  }
}

/** Open jobs as the tutorials keep them. */
export async function addJobs({ emulator, templateId }: World, openids: readonly string[]): Promise<void> {
  for (let from = 0; from < openids.length; from += 1000) {
    const jobs = openids.slice(from, from + 1000).map((openid) => ({ _id: openid, openid, templateId, done: false }))
    emulator.database.insert('jobs', jobs)
  }
}

export async function saveTemplateIn({ emulator, templateId }: World): Promise<void> {
  const template = { key: 'bench', title: '巡检任务提醒', content: '地点:{{thing1.DATA}}', templateId }
  await emulator.functions.invoke('push', { action: 'saveTemplate', operatorKey: OPERATOR_KEY, ...template }, { kind: 'console' })
}
