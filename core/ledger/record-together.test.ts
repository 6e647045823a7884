import { recordConsent, stopTemplate, type Recorded } from '../consent/record'
import { overview } from '../consent/overview'
import { type Ports } from '../ports'
import { type Template } from '../templates/template'
import { Crash, MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type Answer } from './answer'
import { newAuthorization, type Authorization } from './authorization'
import { isIn } from './taps'

let local: LocalCloud
let templates: Template[]
beforeAll(async () => {
  local = await startLocalCloud()
  templates = [await addTemplate(local), await addTemplate(local), await addTemplate(local), await addTemplate(local, { type: 'long-term' })]
})
afterAll(() => local.close())

/** Somebody who tapped before. */
async function known(): Promise<string> {
  const openid = freshOpenid()
  await overview(local.ports(), openid)
  for (const template of templates) await agree(local, template, openid)
  local.emulator.clock.advance(1000)
  return openid
}

function tap(openid: string, promptId: string, words: readonly string[] = ['accept', 'accept', 'accept', 'accept'], ports: Ports = local.ports()): Promise<Recorded> {
  const choices = Object.fromEntries(templates.map(({ templateId }, place) => [templateId, words[place] ?? 'filter']))
  return recordConsent(ports, openid, { promptId, result: { errMsg: 'requestSubscribeMessage:ok', ...choices } })
}

async function rowsOf(openid: string): Promise<Authorization[]> {
  return Promise.all(templates.map(async (template) => (await ledgerOf(local, template, openid)) as Authorization))
}

async function answersOf(openid: string, promptId: string): Promise<Answer[]> {
  const { data } = await local.db.collection<Answer>('answers').where({ openid }).limit(1000).get()
  return data.filter(({ _id }) => _id.startsWith(`${openid}:${promptId}:`))
}

const creditsOf = async (openid: string): Promise<number[]> => (await rowsOf(openid)).map(({ credits }) => credits)

describe('one tap for several templates', () => {
  it('grants a send of each, keeps an answer of each, and tells what there is now', async () => {
    const openid = await known()
    const { recorded, templates: told } = await tap(openid, 'p1')
    expect(recorded).toBe(4)
    expect(await creditsOf(openid)).toEqual([2, 2, 2, 0])
    expect(templates.map(({ _id }) => told.find(({ key }) => key === _id)?.credits)).toEqual([2, 2, 2, 0])
    expect(await answersOf(openid, 'p1')).toHaveLength(4)
    for (const row of await rowsOf(openid)) expect([imbalance(row), row.standing]).toEqual([0, 'accept'])
  })

  it('that says yes to some, no to others and nothing to the rest does each its own', async () => {
    const openid = await known()
    await tap(openid, 'p1', ['accept', 'reject', 'filter', 'ban'])
    expect((await rowsOf(openid)).map(({ credits, standing }) => [credits, standing])).toEqual([[2, 'accept'], [1, 'reject'], [1, 'accept'], [0, 'ban']])
  })

  it('ends a stop of hers, and a no does not', async () => {
    const openid = await known()
    for (const template of templates) await stopTemplate(local.ports(), openid, template._id)
    local.emulator.clock.advance(1000)
    await tap(openid, 'p1', ['reject', 'accept'])
    expect((await rowsOf(openid)).map(({ standing }) => standing)).toEqual(['stopped', 'accept', 'stopped', 'stopped'])
  })

  it('counts once, whenever its call dies, and however often it is reported again', async () => {
    for (const moment of ['before', 'after'] as const)
      for (let at = 1; at <= 4; at += 1) {
        const openid = await known()
        const worker = new MortalPorts(local.ports(), { at, moment })
        await tap(openid, 'p1', undefined, worker.ports).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
        })
        await worker.idle()
        local.emulator.clock.advance(60_000)
        await tap(openid, 'p1')
        await tap(openid, 'p1')
        expect([at, moment, await creditsOf(openid)]).toEqual([at, moment, [2, 2, 2, 0]])
        expect(await answersOf(openid, 'p1')).toHaveLength(4)
        for (const row of await rowsOf(openid)) expect(imbalance(row)).toBe(0)
      }
  })

  it('reported by several calls at once counts once; several taps at once count each', async () => {
    const openid = await known()
    await Promise.all(Array.from({ length: 5 }, () => tap(openid, 'p1')))
    expect(await creditsOf(openid)).toEqual([2, 2, 2, 0])
    await Promise.all(['p2', 'p3', 'p4'].map((promptId) => tap(openid, promptId)))
    expect(await creditsOf(openid)).toEqual([5, 5, 5, 0])
    for (const row of await rowsOf(openid)) expect(imbalance(row)).toBe(0)
  })

  it('meets a stop that is said at the same moment, and neither is lost', async () => {
    const openid = await known()
    const [first] = templates
    await Promise.all([tap(openid, 'p1', ['reject', 'reject', 'reject', 'reject']), stopTemplate(local.ports(), openid, first?._id ?? '')])
    expect((await rowsOf(openid)).map(({ standing }) => standing)).toEqual(['stopped', 'reject', 'reject', 'reject'])
  })
})

describe('whether an answer that was written apart is in the row', () => {
  const answer = (promptId: string, minute: number): Answer => {
    const at = new Date(minute * 60_000)
    return { _id: `o:${promptId}:t`, openid: 'o', templateId: 't', choice: 'accept', said: 'accept', source: 'page', counted: true, apart: true, at, heardAt: at }
  }
  const row = (...minutes: number[]): Authorization => ({ ...newAuthorization('o', 't', new Date(0)), taps: minutes.map((minute) => ({ id: `p${minute}`, at: new Date(minute * 60_000) })) })

  it.each<[string, Authorization, Answer, boolean]>([
    ['stands there', row(1, 2), answer('p2', 2), true],
    ['is missing where it would stand: it was not counted', row(1, 2), answer('p9', 9), false],
    ['is missing among as many as are kept, and is newer than the oldest: it was not counted', row(1, 2, 3, 4, 5, 6, 7, 8), answer('px', 5), false],
    ['may have been forgotten: it is never counted twice', row(2, 3, 4, 5, 6, 7, 8, 9), answer('p1', 1), true],
  ])('%s', (_, kept, said, expected) => {
    expect(isIn(kept, said)).toBe(expected)
  })
})
