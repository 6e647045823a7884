import { identifyCaller } from '../../core/access/identify-caller'
import { runAction } from '../../core/api/actions'
import { type CancelledNotice } from '../../core/notify/cancel'
import { createCallerKey } from '../../core/notify/keys'
import { type NoticeView } from '../../core/notify/notice'
import { type Notified } from '../../core/notify/notify'
import { besideNotify } from '../../core/notify/ground'
import { type Ports } from '../../core/ports'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { type LocalCloud } from './local-cloud'
import { fresh } from './product'

export interface Business {
  name: string
  key: string
  id: string
}

/** A business function with a key of its own. */
export async function makeBusiness({ ports }: LocalCloud, { name = fresh('orders'), ...scope }: { name?: string; templates?: string[]; perDay?: number } = {}): Promise<Business> {
  const { key } = await createCallerKey(ports(), { kind: 'operator' }, { name, perDay: 100_000, ...scope })
  return { name, key, id: /^smk_([^_]+)_/.exec(key)?.[1] ?? '' }
}

/** As another function's call comes to `push`: the key, then the action. */
export async function callAs(ports: Ports, key: string, event: object): Promise<object> {
  const given = { ...event, callerKey: key }
  const own: Ports = { ...ports, call: { function: 'push', source: 'wx_client,scf', deeds: [] } }
  const caller = await identifyCaller(own, key, besideNotify(given))
  return runAction(own, MEMBER_ACTIONS, caller, given as Record<string, unknown>)
}

export async function notifyAs(ports: Ports, { key }: Business, request: object): Promise<NoticeView> {
  return (await callAs(ports, key, { action: 'notify', ...request })) as NoticeView
}

export async function notifyMany(ports: Ports, { key }: Business, request: object): Promise<Notified> {
  return (await callAs(ports, key, { action: 'notify', ...request })) as Notified
}

export async function cancelAs(ports: Ports, { key }: Business, dedupe: string): Promise<CancelledNotice> {
  return (await callAs(ports, key, { action: 'cancelNotice', dedupe })) as CancelledNotice
}
