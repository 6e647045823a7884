import { type BusinessCaller } from '../api/actions'
import { parse } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { examine, refusal } from '../push/checks'
import { draftPush } from '../push/draft'
import { type CreateRequest } from '../push/request'
import { noSuchTemplate } from '../templates/registry'
import { type Ground } from './ground'
import { noticeId } from './notice'
import { NOTICE, type Notice, type NotifyRequest } from './request'

/** One notice of a request that can be read, or why not. */
export type Read = Notice | AppError

/** Each by itself: what is said beside them stands for each that says nothing else. @throws AppError `invalid-argument` for what is neither one nor many */
export function readNotices({ items, ...rest }: NotifyRequest): Read[] {
  if (!items) return [parse(NOTICE, said(rest))]
  const alone = (['to', 'dedupe'] as const).filter((name) => rest[name] !== undefined)
  if (alone.length > 0) throw invalidArgument(alone.map((field) => ({ field, message: `有 items 时 ${field} 要写在每一条里，不能写在外面` })))
  return items.map((item) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return invalidArgument([{ field: 'items', message: '每一条要写成 {to, data, dedupe} 这样的对象' }])
    return attempt(() => parse(NOTICE, { ...said(rest), ...said(item) }))
  })
}

/** In a process there are fields that hold nothing, which no request carries. */
function said(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** A notice as a request for a push, and the push that it would be, or why it would be none. */
export interface Asked {
  request: CreateRequest & { key: string }
  draft: Push | AppError
}

export function askedFor(ports: Ports, caller: BusinessCaller, ground: Ground, notice: Notice, batch: string): Asked {
  const { to, dedupe, ...more } = notice
  const request = { ...more, to: [to], key: noticeId(caller.key, dedupe) }
  return { request, draft: draftFor(ports, caller, ground, request, batch) }
}

function draftFor(ports: Ports, caller: BusinessCaller, ground: Ground, request: CreateRequest, batch: string): Push | AppError {
  const { templates } = caller.may
  if (templates && !templates.includes(request.template))
    return new AppError('forbidden', `业务密钥「${caller.key}」不能用模板「${request.template}」，只能用：${templates.join('、') || '（一个也没有）'}。请让所有者另建一把，或改用可以用的模板。`)
  const template = ground.templates.get(request.template)
  if (!template || template instanceof AppError) return template ?? noSuchTemplate(request.template, [])
  return attempt(() => {
    const checked = examine(ports, request, template)
    if (checked.faults.length > 0) throw refusal(checked.faults)
    return { ...draftPush(ports, request, checked, 1, { kind: 'caller', key: caller.key }), notice: true, batch }
  })
}

function attempt<T>(work: () => T): T | AppError {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}
