import { type User } from '../live/contract'
import { deviceOf, type DeviceId } from './devices'

export type Network = 'normal' | 'slow' | 'offline'
export type Theme = 'light' | 'dark'

/** 微信字体大小 in px (小程序适老化设计指南). */
export const FONT_SIZES = ['16', '17', '18', '19.5', '21', '22', '23.8'] as const
export type FontSize = (typeof FONT_SIZES)[number]
const STANDARD: FontSize = '17'

export interface PhoneState {
  id: number
  openid: string
  /** Where it was opened last, with query and without a leading slash; empty for the first page. */
  page: string
  /** How it was opened there, as WeChat's scene number (场景值列表); none for the usual way. */
  scene?: number
  theme: Theme
  network: Network
  fontSize: FontSize
  device: DeviceId
  /** Name of the compile mode that it was started in last; none for the usual one. */
  mode?: string
  /** Counts the cold starts: another number is another start. */
  starts: number
}

export interface Phones {
  list: PhoneState[]
  /** The one that was used last; the inbox shows its user. */
  activeId: number
}

export const MAX_PHONES = 2
/** 场景值列表: 小程序订阅消息. */
const SCENE_OF_CARD = 1107

/** The story begins with somebody who has no role. */
export function firstUser(users: readonly User[]): string {
  return (users.find(({ role }) => role === undefined) ?? users[0])?.openid ?? ''
}

/** Where a phone goes that nobody has used yet: to a user whom no other phone shows. */
export function addPhone({ list }: Phones, users: readonly User[], theme: Theme): Phones {
  const taken = new Set(list.map(({ openid }) => openid))
  const free = users.filter(({ openid }) => !taken.has(openid))
  // Beside an ordinary user somebody with a role is wanted, and the other way round.
  const second = list.length > 0 ? free.find(({ role }) => role !== undefined) : undefined
  const id = Math.max(0, ...list.map((phone) => phone.id)) + 1
  const openid = second?.openid ?? firstUser(free)
  return { list: [...list, { id, openid, page: '', theme, network: 'normal', fontSize: STANDARD, device: 'standard', starts: 0 }], activeId: id }
}

export function removePhone({ list, activeId }: Phones, id: number): Phones {
  const left = list.filter((phone) => phone.id !== id)
  return { list: left, activeId: left.some((phone) => phone.id === activeId) ? activeId : (left[0]?.id ?? 0) }
}

export function changePhone(phones: Phones, id: number, change: Partial<PhoneState>): Phones {
  return { ...phones, list: phones.list.map((phone) => (phone.id === id ? { ...phone, ...change } : phone)) }
}

/** Starts the mini-program anew: as it was opened last, or at another page. */
export function startPhone(phones: Phones, id: number, page?: string, scene?: number): Phones {
  const phone = phones.list.find((each) => each.id === id)
  if (!phone) return phones
  const opened = page === undefined ? {} : { page, scene }
  return changePhone(phones, id, { ...opened, starts: phone.starts + 1 })
}

/** A tap on a card: the user's own phone opens there, or the active one changes to that user first. */
export function openPage(phones: Phones, openid: string, page: string): Phones {
  const active = phones.list.find(({ id }) => id === phones.activeId) ?? phones.list[0]
  const own = active?.openid === openid ? active : phones.list.find((phone) => phone.openid === openid)
  const target = own ?? active
  if (!target) return phones
  const changed = changePhone({ ...phones, activeId: target.id }, target.id, { openid })
  return startPhone(changed, target.id, page.replace(/^\//, ''), SCENE_OF_CARD)
}

/** 场景值列表: 单人聊天会话中的小程序消息卡片. */
const SCENE_OF_SHARED = 1007

/** A card that another phone sent to a chat: it opens at that user's own phone, or at one that did not send it. */
export function openShared(phones: Phones, { from, path }: { from: string; path: string }, openid: string): Phones {
  const own = phones.list.find((phone) => phone.openid === openid)
  const other = phones.list.find((phone) => phone.openid !== from)
  const next = Math.max(0, ...phones.list.map(({ id }) => id)) + 1
  const theme = phones.list[0]?.theme ?? 'light'
  const withRoom: Phones = own || other || phones.list.length >= MAX_PHONES ? phones : { ...phones, list: [...phones.list, { id: next, openid, page: '', theme, network: 'normal', fontSize: STANDARD, device: 'standard', starts: 0 }] }
  const target = own ?? other ?? withRoom.list.at(-1)
  if (!target) return phones
  const changed = changePhone({ ...withRoom, activeId: target.id }, target.id, { openid })
  return startPhone(changed, target.id, path.replace(/^\//, ''), SCENE_OF_SHARED)
}

/** What the browser kept, as far as it still makes sense. */
export function readPhones(kept: unknown): Phones {
  const { list = [], activeId = 0 } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Phones>
  const usable = list.filter(({ id, openid, page }) => Number.isInteger(id) && typeof openid === 'string' && typeof page === 'string')
  const sizeOf = ({ fontSize }: Partial<PhoneState>): FontSize => FONT_SIZES.find((size) => size === fontSize) ?? STANDARD
  return { list: usable.slice(0, MAX_PHONES).map((phone) => ({ ...phone, fontSize: sizeOf(phone), device: deviceOf(phone.device).id })), activeId }
}

/** The address of the mini-program for a phone. */
export function phoneAddress({ openid, page, scene, theme, network, fontSize }: PhoneState): string {
  const query = new URLSearchParams({ openid, theme, network, fontSize })
  if (page !== '') query.set('path', page)
  if (scene !== undefined) query.set('scene', String(scene))
  return `/miniprogram/?${query.toString()}`
}
