import { setTimeout as delay } from 'node:timers/promises'
import { transactionConflict } from '../database'
import { WireError } from '../wire-error'
import { requireEnv } from './environment'
import { type Reply } from './reply'
import { type GatewayRequest } from './request'
import { type GatewayServices } from './services'

const COMMIT = 'database.commitTransaction'
const WRITES = new Set(['database.addCollection', 'database.insertDocument', 'database.modifyDocument', 'database.modifyAndReturnDoc', 'database.removeDocument', COMMIT])

/** `database.*`: functions have full rights, so no token is asked for. */
export async function databaseRequest(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  const { database, faults, stats } = services
  stats.dbCalls += 1
  requireEnv(request, services)
  if (faults.dbLatencyMs > 0) await delay(faults.dbLatencyMs)
  await failAsOrdered(request, services)
  const result = await database.execute(request.action, request.body)
  if (WRITES.has(request.action) && faults.takeLostReply('db')) return { kind: 'cut' }
  return { kind: 'json', body: result }
}

async function failAsOrdered({ action, body }: GatewayRequest, { database, faults }: GatewayServices): Promise<void> {
  const code = faults.takeDbError()
  if (code !== undefined) throw new WireError(code, 'This error was ordered from the local cloud.')
  if (typeof body.transactionId !== 'string') return
  if (action === COMMIT && faults.takeConflict('commit')) {
    await database.execute('database.abortTransaction', body)
    throw transactionConflict()
  }
  if ((action.endsWith('Document') || action === 'database.modifyAndReturnDoc') && faults.takeConflict('operation')) {
    throw transactionConflict()
  }
}
