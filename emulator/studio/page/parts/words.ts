import { type User } from '../live/contract'

/** Who called a function. */
export const CALLER_WORDS: Record<string, string> = {
  client: '用户',
  console: '控制台',
  timer: '定时器',
  event: '消息推送',
  http: 'HTTP API',
  function: '云函数',
}

/** Permissions of a collection, as the cloud's console words them. */
export const ACL_WORDS: Record<string, string> = {
  READONLY: 'READONLY 所有用户可读，仅创建者可写',
  PRIVATE: 'PRIVATE 仅创建者可读写',
  ADMINWRITE: 'ADMINWRITE 所有用户可读，仅管理端可写',
  ADMINONLY: 'ADMINONLY 仅管理端可读写',
}

/** `oDemo_…000C`: enough to tell people apart, too little to use. */
export function maskOpenid(openid: string): string {
  return openid.length <= 12 ? openid : `${openid.slice(0, 6)}…${openid.slice(-4)}`
}

export function nameOf({ nickname, openid }: User): string {
  return nickname ?? maskOpenid(openid)
}

export function nameOfOpenid(users: readonly User[], openid: string): string {
  return nameOf(users.find((user) => user.openid === openid) ?? { openid })
}

/** So many are drawn; whoever is further down is found by a few letters. */
const MOST_SHOWN = 50

/** The first of them, and the chosen one in any case. */
export function shownUsers(found: readonly User[], chosen: string): User[] {
  const first = found.slice(0, MOST_SHOWN)
  const user = found.find(({ openid }) => openid === chosen)
  return user === undefined || first.includes(user) ? first : [user, ...first.slice(0, -1)]
}

/** The users whose nickname, role or openid holds the text. */
export function searchUsers(users: readonly User[], text: string): User[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return [...users]
  return users.filter(({ nickname = '', openid, role = '', roleName = '' }) => {
    return [nickname, openid, role, roleName].some((field) => field.toLowerCase().includes(wanted))
  })
}
