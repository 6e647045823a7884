import { performance } from 'node:perf_hooks'
import { newAuthorization, type Authorization } from '../core/ledger/authorization'
import { createWorld, saveTemplateIn, OPERATOR_KEY } from './world'

export interface DryRunTime {
  audience: string
  ms: number
  says: string
}

const AUDIENCES = { 'everyone who can receive': { canReceive: true }, everybody: { all: true } }

/** One in four has no send left. */
export async function measureDryRun(authorizations: number): Promise<DryRunTime[]> {
  const world = await createWorld()
  const { emulator, templateId } = world
  try {
    await saveTemplateIn(world)
    const now = new Date(emulator.clock.now())
    for (let from = 0; from < authorizations; from += 1000) {
      const openids = Array.from({ length: 1000 }, (_, index) => `oDry${String(from + index).padStart(8, '0')}`)
      const rows = openids.map((openid, index): Authorization => ({ ...newAuthorization(openid, templateId, now), credits: index % 4 === 0 ? 0 : 1 }))
      emulator.database.insert('authorizations', rows.map((row) => ({ ...row })))
      emulator.database.insert('users', openids.map((openid) => ({ _id: openid, nickname: '', remark: '', tags: [], firstSeen: now, lastSeen: now })))
    }
    const times: DryRunTime[] = []
    for (const [name, audience] of Object.entries(AUDIENCES)) {
      const asked = { action: 'create', operatorKey: OPERATOR_KEY, template: 'bench', data: { thing1: '车库' }, audience, dryRun: true }
      await emulator.functions.invoke('push', asked, { kind: 'console' })
      const begun = performance.now()
      const outcome = await emulator.functions.invoke('push', asked, { kind: 'console' })
      const { message } = (outcome.ok ? outcome.result : {}) as { message?: string }
      times.push({ audience: name, ms: Math.round(performance.now() - begun), says: message ?? JSON.stringify(outcome) })
    }
    return times
  } finally {
    await world.close()
  }
}
