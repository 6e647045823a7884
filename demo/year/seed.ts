import { type SeedCloud } from '../../emulator/seed'
import { MARKER_ID, SCHEMA } from '../../core/records/schema'
import { NEWCOMER, OWNER, SENDER } from '../people'
import { declareTemplates, seed as seedDemo } from '../seed'
import { seedToday } from './today'
import { yearTemplates } from './template'
import { makeYear, type Year } from './year'

/** Which year it is: another number gives another one. */
const SEED = { variable: 'YEAR_SEED', least: 0, most: 999_999_999, otherwise: 1 }
/** How much of it, up to now; less is there sooner. */
const DAYS = { variable: 'YEAR_DAYS', least: 1, most: 365, otherwise: 365 }
/** Rows that are put in at once; between them others get a turn. */
const AT_ONCE = 2000

/**
 * The demo with a year behind it: a few hundred residents, some 50,000 messages and all that was said. The year is drawn and put in
 * as rows, because living it through the functions would take hours; its books keep the product's own rules, and so does WeChat's side.
 */
export async function seed(cloud: SeedCloud): Promise<object> {
  const [number, days] = [chosen(SEED), chosen(DAYS)]
  // The rows have today's shape: there is nothing to bring forward.
  await cloud.insert('marker', [{ _id: MARKER_ID, schema: SCHEMA }])
  // Receipts came in it: without this row the pages say how to set them up.
  await cloud.insert('arrivals', [{ _id: 'heard', at: new Date(cloud.now()) }])
  const declared = declareTemplates(cloud)
  const templates = yearTemplates(new Map(declared.map(({ key, templateId }) => [key, templateId])))
  const { audit, ...year } = makeYear({ seed: number, days, now: cloud.now(), templates, owner: OWNER.openid, sender: SENDER.openid, newcomer: NEWCOMER.openid })
  // What the demo does today goes on where the year's audit ends.
  await cloud.insert('audit', audit)
  const demo = await seedDemo(cloud, declared)
  await fill(cloud, year)
  await seedToday(cloud, year, templates)
  return demo
}

async function fill(cloud: SeedCloud, { subscriptions, ...rows }: Omit<Year, 'audit'>): Promise<void> {
  for (const [collection, documents] of Object.entries(rows) as [string, object[]][]) {
    for (let from = 0; from < documents.length; from += AT_ONCE) {
      await cloud.insert(collection, documents.slice(from, from + AT_ONCE))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  for (const { _id: openid, nickname } of rows.users) cloud.addUser({ openid, nickname })
  for (const subscription of subscriptions) cloud.putSubscription(subscription)
}

function chosen({ variable, least, most, otherwise }: typeof SEED): number {
  const given = process.env[variable]
  if (given === undefined || given === '') return otherwise
  const number = Number(given)
  if (/^\d{1,9}$/.test(given) && number >= least && number <= most) return number
  throw new Error(`${variable} 要写成 ${least} 到 ${most} 之间的整数，例如 ${variable}=${otherwise}，现在是「${given}」。`)
}
