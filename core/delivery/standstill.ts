import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Collection, type Database } from '../ports/database'
import { callRound } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { type Part } from '../records/joined'
import { nicknameOf } from '../users/user'
import { runsOf } from './journal'

/** 全部停止: while this row of `standstill` is there, nothing goes out, whoever asks for it. */
export interface Standstill {
  _id: typeof ALL
  by: Author
  at: Date
  reason: string
}

const ALL = 'all'

export interface StandstillView {
  /** Absent when nothing is stopped. */
  standstill?: { at: Date; by: Author; author: string; reason: string }
}

/**
 * Stops everything at once. The switch first: whoever begins from now on finds it. Then those who are on their way: each hears of it
 * when it writes its next line. One that was just beginning looks again after `PUSH_CHECK_MS`, so that is the longest it takes.
 */
export async function stopAll(ports: Ports, by: Author, reason: string): Promise<StandstillView> {
  const { db, clock } = ports
  const row: Standstill = { _id: ALL, by, at: new Date(clock.now()), reason }
  await standstillsOf(db)
    .add({ data: row })
    .catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
    })
  await runsOf(db).where({ stopped: db.command.neq(true) }).update({ data: { stopped: true } })
  await note(ports, by, 'stop-all', {})
  return viewStandstill(db)
}

/** What was set going before goes on by the next round of the timer; what was due meanwhile goes out then. */
export async function releaseAll(ports: Ports, by: Author): Promise<StandstillView> {
  await standstillsOf(ports.db).where({ _id: ALL }).remove()
  await callRound(ports)
  await note(ports, by, 'release-all', {})
  return viewStandstill(ports.db)
}

export async function viewStandstill(db: Database): Promise<StandstillView> {
  return viewOfStandstill(db, await standstillNow(db))
}

export async function viewOfStandstill(db: Database, row: Standstill | undefined): Promise<StandstillView> {
  if (!row) return {}
  const { at, by, reason } = row
  return { standstill: { at, by, author: await nicknameOf(db, by), reason } }
}

/** @param standstill  as it stands now @throws AppError `stopped` */
export async function requireMoving({ db }: Ports, standstill: Standstill | undefined): Promise<void> {
  if (!standstill) return
  const who = (await nicknameOf(db, standstill.by)) || (standstill.by.kind === 'operator' ? '运维' : '一位所有者')
  const why = standstill.reason === '' ? '' : `（${standstill.reason}）`
  throw new AppError('stopped', `${who}已按下「全部停止」${why}，现在什么都不会发出，这次推送没有记下。请等所有者解除后再推送。`)
}

export async function standstillNow(db: Database): Promise<Standstill | undefined> {
  return findById(standstillsOf(db), ALL)
}

/** The same for `joined`. */
export const STANDSTILL: Part = { from: COLLECTIONS.standstill, match: { _id: ALL } }

function standstillsOf(db: Database): Collection<Standstill> {
  return db.collection<Standstill>(COLLECTIONS.standstill)
}
