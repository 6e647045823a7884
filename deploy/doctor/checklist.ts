import { CALLED, openapiOf } from './checks/openapi'
import { appidOf, type DeclaredTemplate, idOf, readJson } from './project'
import { doneAt, type Remembered } from './remembered'
import { type Variables } from '../variables'

export const RELEASED = 'released'
export const TRIGGER = 'trigger'

interface Seen {
  root: string
  variables: Variables
  templates: readonly DeclaredTemplate[]
}

/** What only a person can look at. */
export interface Item {
  id: string
  what: string
  /** Where to click. */
  where: string
  /** What it is about: when that changes, somebody has to look again. */
  of(seen: Seen): string
}

export const triggerOf = (root: string): string => JSON.stringify(readJson(root, 'cloudfunctions/dispatch/config.json')['triggers'] ?? [])

export const CHECKLIST: readonly Item[] = [
  {
    id: 'permissions',
    what: 'subscribe、push、dispatch 的云调用权限传上去了（config.json 的 permissions.openapi，约 10 分钟后生效；缺了报 -604101）',
    where: '开发者工具里右键 subscribe、push、dispatch → 上传并部署：云端安装依赖',
    of: ({ root }) => JSON.stringify(Object.keys(CALLED).map((name) => openapiOf(root, name))),
  },
  { id: TRIGGER, what: '定时触发器是开发者工具传的（命令行建的没有发送用的凭证）', where: '开发者工具里右键 dispatch → 上传触发器', of: ({ root }) => triggerOf(root) },
  {
    id: 'privacy',
    what: '《用户隐私保护指引》填好并通过了（现成的文字在 docs/审核与隐私.md）',
    where: '微信公众平台 → 设置 → 服务内容声明 → 用户隐私保护指引',
    of: ({ root }) => appidOf(root),
  },
  {
    id: 'category',
    what: '小程序的服务类目和选用的模板对得上（类目变了，模板会被停用）',
    where: '微信公众平台 → 设置 → 基本设置 → 服务类目',
    of: ({ root, templates }) => JSON.stringify([appidOf(root), templates.map(({ title }) => title)]),
  },
  {
    id: 'templates',
    what: '「我的模板」里的字段和 deploy/templates.json 一样',
    where: '微信公众平台 → 订阅消息 → 我的模板',
    of: ({ templates, variables }) => JSON.stringify(templates.map((declared) => [idOf(declared, variables).id, declared.content])),
  },
  {
    id: 'message-push',
    what: '消息推送是云函数模式，那几行都推给 events（可选；CONSENT_SOURCE=event 时必需）',
    where: '云开发控制台 → 设置 → 其他设置 → 消息推送',
    of: ({ variables }) => `${variables['TCB_ENV_ID'] ?? ''} ${variables['CONSENT_SOURCE'] || 'page'}`,
  },
  { id: 'quota', what: '套餐够用：数据库每天的读写、云函数每月的调用', where: '云开发控制台 → 设置 → 套餐；每次发送和每分钟的定时各用多少，见 docs/benchmarks.md', of: ({ variables }) => variables['TCB_ENV_ID'] ?? '' },
  { id: 'phone', what: '在真手机上点过「开启提醒」，收到过一条，点开能到对的页面', where: '自己的手机（开发者工具里的授权和真机不一样）', of: ({ root }) => appidOf(root) },
  { id: RELEASED, what: '小程序发布了（发布以后 MINIPROGRAM_STATE 要改成 formal）', where: '微信公众平台 → 版本管理', of: ({ root }) => appidOf(root) },
]

export interface ItemState extends Pick<Item, 'id' | 'what' | 'where'> {
  /** ISO; absent while nobody has. */
  doneAt?: string
  /** It was done for what has changed since. */
  changed?: true
}

export function stateOfItems(seen: Seen, remembered: Remembered): ItemState[] {
  return CHECKLIST.map(({ id, what, where, of }) => {
    const done = doneAt(remembered, id, of(seen))
    return { id, what, where, ...(done === 'changed' ? { changed: true } : done !== undefined && { doneAt: done }) }
  })
}
