import { obstaclesOf, type Obstacle } from '../push/obstacles'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { templatesOf } from '../templates/registry'
import { messageDetail, type MessageDetail } from './history'

/** A message, and whether another one of its kind could reach the same person now. */
export interface DetailNow extends MessageDetail {
  /** Absent when the template is gone. */
  now?: { canReceive: boolean; obstacle?: Obstacle }
}

/** @throws AppError `not-found` */
export async function detailNow(ports: Ports, id: string): Promise<DetailNow> {
  const detail = await messageDetail(ports.db, id)
  const template = await findById(templatesOf(ports.db), detail.push.template)
  if (!template) return detail
  const obstacle = (await obstaclesOf(ports, template, [detail.openid])).get(detail.openid)
  return { ...detail, now: { canReceive: obstacle === undefined, ...(obstacle !== undefined && { obstacle }) } }
}
