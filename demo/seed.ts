import { ROLE_WORDS } from '../core/records/words'
import { type SeedCloud } from '../emulator/seed'
import TEMPLATES from '../deploy/templates.json'
import { PATROLS } from './patrols'
import { CONSENTS, NEWCOMER, OWNER, PEOPLE, personNamed, SENDER } from './people'

/** WeChat's numbers for the two kinds of template. */
const TYPES = { 'one-time': 2, 'long-term': 3 } as const

/**
 * Fills a fresh local cloud the way people would: through the functions, never behind their back.
 * The admins' function and the users' function work side by side; each has one call at a time, so that no second process is started for it.
 */
export async function seed(cloud: SeedCloud, declared = declareTemplates(cloud)): Promise<object> {
  const operatorKey = cloud.variables['OPERATOR_KEY']
  const asOperator: AsOperator = (data) => call(cloud, 'push', { ...data, operatorKey })

  for (const person of PEOPLE) cloud.addUser(person)
  const registering = register(declared, asOperator)
  const [templates] = await Promise.all([registering, registering.then(() => grantRoles(asOperator)).then(() => planBills(cloud)), actAsUsers(cloud, registering)])
  await asOperator({ action: 'saveUsers', users: PEOPLE.flatMap(({ openid, tags }) => (tags ? [{ openid, tags }] : [])) })
  await cloud.insert('patrols', PATROLS)

  return { operatorKey, users: PEOPLE.map(withRoleName), templates, samples: samples(operatorKey), steps: STEPS }
}

function withRoleName<P extends { role?: keyof typeof ROLE_WORDS }>(person: P): P & { roleName?: string } {
  return person.role === undefined ? person : { ...person, roleName: ROLE_WORDS[person.role] }
}

/** What who opens the studio for the first time is shown to do. */
const STEPS = [
  { text: '在手机里点「开启提醒」', done: 'consent' },
  { text: '切到管理员推送', done: 'inbox', openid: OWNER.openid },
  { text: '看卡片到达', done: 'inbox' },
]

async function grantRoles(asOperator: AsOperator): Promise<void> {
  for (const { openid, role } of PEOPLE) if (role) await asOperator({ action: 'grant', openid, role })
}

/** The fees are told every month; the day was yesterday, so that nothing of it comes in between while somebody looks at the rest. */
async function planBills(cloud: SeedCloud): Promise<void> {
  const day = new Date(cloud.now() - 86_400_000 + 8 * 3_600_000).getUTCDate()
  const request = { template: 'bill-due', data: definedOf(TEMPLATES.find(({ key }) => key === 'bill-due')?.sample), audience: { canReceive: true } }
  await call(cloud, 'push', { action: 'saveRecurrence', key: 'monthly-bill', ...request, rule: { every: 'month', day, time: '10:00' } }, { kind: 'client', openid: SENDER.openid })
}

/** Everybody gives a name, and some agree to templates as soon as those are known. */
async function actAsUsers(cloud: SeedCloud, registering: Promise<readonly KnownTemplate[]>): Promise<void> {
  for (const { openid, nickname } of PEOPLE) await call(cloud, 'subscribe', { action: 'profile', nickname }, { kind: 'client', openid })
  const templates = await registering
  for (const { nickname, template, times } of CONSENTS)
    for (let time = 1; time <= times; time += 1) await consent(cloud, personNamed(nickname).openid, templates, template, time)
}

/** What the studio's console offers to run. */
function samples(operatorKey: string | undefined): object[] {
  const sample = TEMPLATES.find(({ key }) => key === 'patrol-assigned')?.sample
  const push = { action: 'create', operatorKey, template: 'patrol-assigned', to: [personNamed('张伟').openid], data: definedOf(sample) }
  const asConsole = { kind: 'console' }
  return [
    { title: '推送给张伟（从控制台，会等待定时器）', function: 'push', data: push, caller: asConsole },
    { title: '派发：发出等待发送的消息（定时器）', function: 'dispatch', data: {}, caller: { kind: 'timer', devtools: true } },
    { title: '试算，不发送', function: 'push', data: { ...push, dryRun: true }, caller: asConsole },
    { title: '推送给没有同意过的人', function: 'push', data: { ...push, to: [NEWCOMER.openid], anyway: true }, caller: { kind: 'client', openid: SENDER.openid } },
    { title: '推送给没有同意过的人，等到同意时发', function: 'push', data: { ...push, to: [NEWCOMER.openid], ifNone: 'wait' }, caller: { kind: 'client', openid: SENDER.openid } },
    { title: '推送记录', function: 'push', data: { action: 'history', operatorKey }, caller: asConsole },
    { title: '设一位所有者', function: 'push', data: { action: 'grant', operatorKey, openid: OWNER.openid, role: 'owner' }, caller: asConsole },
    { title: '林夏看自己的提醒', function: 'subscribe', data: { action: 'overview' }, caller: { kind: 'client', openid: NEWCOMER.openid } },
  ]
}

export interface KnownTemplate {
  key: string
  templateId: string
  title: string
}

type AsOperator = (data: object) => Promise<unknown>

/** What WeChat has of the declared templates, which nobody has registered yet. */
export function declareTemplates(cloud: Pick<SeedCloud, 'addTemplate'>): KnownTemplate[] {
  return TEMPLATES.map(({ key, title, content, enums, sample, type }) => {
    const { templateId } = cloud.addTemplate({ title, content, enums: definedOf(enums), examples: definedOf(sample), type: TYPES[type as keyof typeof TYPES] })
    return { key, templateId, title }
  })
}

async function register(declared: readonly KnownTemplate[], asOperator: AsOperator): Promise<readonly KnownTemplate[]> {
  for (const { key, templateId } of declared) await asOperator({ action: 'saveTemplate', ...TEMPLATES.find((template) => template.key === key), templateId })
  return declared
}

/** JSON modules give every record all keys of its neighbours, as undefined. */
function definedOf<V>(record: Record<string, V | undefined> | undefined): Record<string, V> {
  return Object.fromEntries(Object.entries(record ?? {}).filter((entry): entry is [string, V] => entry[1] !== undefined))
}

async function consent(cloud: SeedCloud, openid: string, templates: readonly KnownTemplate[], key: string, time: number): Promise<void> {
  const templateId = templates.find((template) => template.key === key)?.templateId ?? ''
  const result = await cloud.consent({ openid, templateIds: [templateId] })
  await call(cloud, 'subscribe', { action: 'record', promptId: `seed-${key}-${time}`, result }, { kind: 'client', openid })
}

async function call(cloud: SeedCloud, name: string, data: object, caller?: Parameters<SeedCloud['invoke']>[2]): Promise<unknown> {
  const answer = (await cloud.invoke(name, data, caller)) as { ok: boolean; error?: { message: string } }
  if (!answer.ok) throw new Error(`${name}: ${answer.error?.message}`)
  return answer
}
