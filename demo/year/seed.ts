import { type SeedCloud } from '../../emulator/seed'
import { MARKER_ID, SCHEMA } from '../../core/records/schema'
import { NEWCOMER, OWNER, SENDER } from '../people'
import { seed as seedDemo } from '../seed'
import { yearTemplates } from './template'
import { makeYear, type Year } from './year'

/** Which year it is; another number gives another one. */
const VARIABLE = 'YEAR_SEED'
const DEFAULT_SEED = 1
/** Rows that are put in at once; between them others get a turn. */
const AT_ONCE = 2000

/**
 * The demo with a year behind it: a few hundred residents, some 50,000 messages and all that was said. The year is drawn and put in
 * as rows, because living it through the functions would take hours; its books keep the product's own rules, and so does WeChat's side.
 */
export async function seed(cloud: SeedCloud): Promise<object> {
  const number = seedNumber(process.env[VARIABLE])
  // The rows have today's shape: there is nothing to bring forward.
  await cloud.insert('marker', [{ _id: MARKER_ID, schema: SCHEMA }])
  const demo = (await seedDemo(cloud)) as { templates: { key: string; templateId: string }[] }
  const templates = yearTemplates(new Map(demo.templates.map(({ key, templateId }) => [key, templateId])))
  await fill(cloud, makeYear({ seed: number, now: cloud.now(), templates, owner: OWNER.openid, sender: SENDER.openid, newcomer: NEWCOMER.openid }))
  return demo
}

async function fill(cloud: SeedCloud, { subscriptions, ...rows }: Year): Promise<void> {
  for (const [collection, documents] of Object.entries(rows) as [string, object[]][]) {
    for (let from = 0; from < documents.length; from += AT_ONCE) {
      await cloud.insert(collection, documents.slice(from, from + AT_ONCE))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  for (const { _id: openid, nickname } of rows.users) cloud.addUser({ openid, nickname })
  for (const subscription of subscriptions) cloud.putSubscription(subscription)
}

function seedNumber(given: string | undefined): number {
  if (given === undefined || given === '') return DEFAULT_SEED
  const number = Number(given)
  if (/^\d{1,9}$/.test(given)) return number
  throw new Error(`${VARIABLE} 要写成 0 到 999999999 之间的整数，例如 ${VARIABLE}=7，现在是「${given}」。`)
}
