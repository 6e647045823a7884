// The plan, and what is left to do, in words.
import { type Manifest } from './manifest'
import { environmentPath, functionNames, type Place } from './merges'
import { type Payload } from './payload'
import { type Plan, type Step } from './plan'
import { type TheirProject } from './read-project'
import { type Wanted } from './wanted'
import { kilobytes, listed } from './words'

const KINDS: Record<Step['kind'], string> = { add: '新增', replace: '更新', delete: '删去', merge: '合并' }
const MOST_LINES = 8
/** Not sent to phones. */
const NOT_PACKED = /\.(d\.ts|md|txt|new)$/

/** @param folder  of ours in their mini-program */
export function planInWords(plan: Plan, project: TheirProject, folder: string, wanted: Wanted | undefined): string[] {
  // What is new as a whole is no merge: its lines stand in it.
  const merges = plan.steps.filter(({ kind, changes }) => kind === 'merge' && changes.length > 0)
  const files = plan.steps.filter((step) => !merges.includes(step))
  return [
    ...grouped(files, project, folder),
    ...merges.flatMap(({ path, kind, changes }) => [`  ${KINDS[kind]}  ${path}`, ...changes.slice(0, MOST_LINES).map(({ sign, words }) => `          ${sign} ${words}`), ...(changes.length > MOST_LINES ? [`          … 还有 ${changes.length - MOST_LINES} 处`] : [])]),
    ...(wanted ? sizeLines(plan, project, wanted) : []),
    ...plan.kept.map((line) => `  留着  ${line}`),
    ...(wanted?.notes ?? []).map((line) => `  注意  ${line}`),
  ]
}

/** Files by folder, counted; one by one where a folder has one. */
function grouped(steps: readonly Step[], { miniProgramRoot, functionRoot }: TheirProject, name: string): string[] {
  const folder = `${miniProgramRoot}${name}/`
  const groupOf = (path: string): string => {
    const parent = path.startsWith(functionRoot) ? functionRoot : path.startsWith(folder) ? folder : ''
    const [first, ...rest] = path.slice(parent.length).split('/')
    return rest.length === 0 ? path : `${parent}${first}/`
  }
  const groups = new Map<string, Step[]>()
  for (const step of steps) groups.set(`${KINDS[step.kind]}  ${groupOf(step.path)}`, [...(groups.get(`${KINDS[step.kind]}  ${groupOf(step.path)}`) ?? []), step])
  return [...groups].map(([group, members]) => {
    const bytes = members.reduce((sum, { to }) => sum + (to?.length ?? 0), 0)
    return `  ${group}${group.endsWith('/') ? `  ${members.length} 个文件` : ''}${bytes > 0 ? `，${kilobytes(bytes)}` : ''}`
  })
}

/** By how much each package of the mini-program grows, uncompressed, as WeChat counts. */
function sizeLines(plan: Plan, { miniProgramRoot }: TheirProject, { choices, files }: Wanted): string[] {
  const root = `${miniProgramRoot}${choices.folder}/`
  const sizes = new Map([['主包', 0]])
  for (const { path, to, was } of plan.steps) {
    if (!path.startsWith(root) || NOT_PACKED.test(path)) continue
    const [first = ''] = path.slice(root.length).split('/')
    const name = ['pages', 'admin'].includes(first) ? `分包 ${choices.folder}/${first}` : '主包'
    sizes.set(name, (sizes.get(name) ?? 0) + (to?.length ?? 0) - (was?.length ?? 0))
  }
  const grown = [...sizes].filter(([, bytes]) => bytes !== 0)
  return grown.length === 0 || files.size === 0 ? [] : [`  大小  ${grown.map(([name, bytes]) => `${name} ${bytes > 0 ? '增加' : '减少'} ${kilobytes(Math.abs(bytes))}`).join('，')}（压缩前）`]
}

export function aboutInstallation({ parts, choices }: Wanted, payload: Payload): string[] {
  const names = Object.values(functionNames(payload, choices))
  const collections = Object.keys(payload.environment.collections).map((name) => choices.collectionPrefix + name)
  return [`  部分  ${parts.map((name) => `${name}（${payload.parts[name]?.title ?? ''}）`).join('、')}`, `  云函数  ${names.join('、')}`, `  集合  ${listed(collections)}`]
}

/** What no command can do for them. */
export function afterAdd(given: string, place: Pick<Place, 'project' | 'payload' | 'choices'>): string[] {
  const { project, payload, choices } = place
  const names = functionNames(payload, choices)
  const files = environmentPath(place)
  return [
    '接下来：',
    `  1. 在本地试：在 subscribe-message-cloud 的文件夹里运行 npm start -- --project ${given}；你们自己的集合也写进 ${files} 的 collections`,
    `  2. 模板：照公众平台的改 ${choices.folder}.templates.json，ID 填进 .env.local，再运行 npm run templates -- --project ${given}`,
    `  3. 云函数：${Object.values(names).join('、')} 用开发者工具上传并部署；${names['dispatch'] ?? 'dispatch'} 再右键上传触发器（只有这样定时器才能发送）。变量照 cloudbaserc.json 配好`,
    `  4. 集合、索引、权限、函数规则、消息推送照它建在云开发控制台里（没有改名的话，npm run set-up 可以代劳）`,
    `  5. 第一位所有者：云函数 ${names['push'] ?? 'push'} → 云端测试：{"action":"grant","operatorKey":"…","openid":"o…","role":"owner"}`,
    ...(project.home === '' ? [] : [`  6. 入口：在自己的页面上 wx.navigateTo({ url: '/${choices.folder}/pages/subscribe/subscribe' })，或放一个提醒的按钮`]),
  ]
}

export function afterRemove({ choices }: Manifest): string[] {
  return [
    `云上的东西没有动：集合 ${choices.collectionPrefix}* 里是用户的同意和发过的消息。确定不要了，在 云开发控制台 → 数据库 里一个个删；云函数、函数规则、消息推送里的那几行也在控制台删。`,
    '本地云的数据在 .emulator/，不要了就删掉这个文件夹。',
  ]
}
