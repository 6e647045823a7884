import { type Emulator } from '../../emulator/emulator'

/** One request to the platform: `get users`, `update messages`, `openapi send`. */
export interface LoggedCall {
  what: string
  /** What was asked for, shortened: for whoever has to see why there are so many. */
  how: string
}

const LONGEST = 160

/** Each database and openapi request that reaches the local cloud, in order. A transaction is its begin, its operations and its commit. */
export class CallLog {
  readonly #calls: LoggedCall[] = []

  constructor({ database, wechat }: Emulator) {
    const execute = database.execute.bind(database)
    database.execute = (action, body) => {
      this.#calls.push({ what: `${wordFor(action)} ${String(body['collectionName'] ?? '')}`.trim(), how: inShort(body) })
      return execute(action, body)
    }
    const call = wechat.call.bind(wechat)
    wechat.call = (name, params) => {
      this.#calls.push({ what: `openapi ${name}`, how: '' })
      return call(name, params)
    }
  }

  /** Runs `work`. @returns the calls that were made meanwhile */
  async of(work: () => Promise<unknown>): Promise<LoggedCall[]> {
    const before = this.#calls.length
    await work()
    return this.#calls.slice(before)
  }
}

function wordFor(action: string): string {
  return action.replace('database.', '').replace('Document', '').replace('Transaction', ' transaction')
}

function inShort({ query, data, doc, _id, multi }: Record<string, unknown>): string {
  const parts = [_id, query, data ?? doc, multi].filter((part) => part !== undefined)
  return parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ').slice(0, LONGEST)
}

/** A table for a failing test and for the bench. */
export function listed(calls: readonly LoggedCall[]): string {
  return calls.map(({ what, how }, place) => `${String(place + 1).padStart(3)}  ${what.padEnd(32)} ${how}`).join('\n')
}
