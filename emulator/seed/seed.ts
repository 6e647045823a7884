import { existsSync } from 'node:fs'
import { type ConsentRequest, type ConsentResult, type NewTemplate, type SubscriptionOf, type Template, type User } from '../wechat'

/** What a seed module is given to fill a fresh local cloud with. */
export interface SeedCloud {
  /** http://127.0.0.1:PORT */
  url: string
  appid: string
  env: string
  /** The project's variables, generated ones included. */
  variables: Record<string, string>
  /** Calls a function and gives its result. Rejects in words when it fails. `caller` defaults to the console. */
  invoke(functionName: string, data?: unknown, caller?: SeedCaller): Promise<unknown>
  /** The openid is made up when not given. */
  addUser(user: Partial<User>): User
  addTemplate(template: NewTemplate): Template
  /** As if the user tapped through the panel of wx.requestSubscribeMessage. */
  consent(answer: ConsentRequest): Promise<ConsentResult>
  /** What she and the template have between them from before: nothing is pushed because of it. */
  putSubscription(given: SubscriptionOf): void
  /** Puts documents into a collection, which is made when it does not exist. They are the cloud's from then on: the seed may not change them any more. */
  insert(collection: string, documents: readonly object[]): Promise<void>
  /**
   * Puts a file into the cloud storage, and gives its ID.
   * @param owner  openid of who uploaded it from the mini-program; without one it is a function's
   */
  uploadFile(cloudPath: string, content: Uint8Array | string, owner?: string): Promise<{ fileID: string }>
  /** The emulated clock, in milliseconds since 1970. */
  now(): number
}

export type SeedCaller = { kind: 'client'; openid: string } | { kind: 'console' } | { kind: 'event' } | { kind: 'http' }

/** What it returns is merged into `GET /emulator/config`. */
export type Seed = (cloud: SeedCloud) => unknown

/**
 * Loads the module, by its export `seed` or its default export. TypeScript works where tsx is registered.
 * @throws Error in words when the file is missing, does not load or exports no function
 */
export function loadSeed(file: string): Seed {
  if (!existsSync(file)) {
    throw new Error(`The seed ${file} does not exist. Correct emulator.seed in package.json, or start with --seed none.`)
  }
  let loaded: { seed?: unknown; default?: unknown }
  try {
    loaded = require(file) as typeof loaded
  } catch (cause) {
    throw new Error(`The seed ${file} cannot be loaded: ${describe(cause)}`, { cause })
  }
  const seed = loaded.seed ?? loaded.default ?? loaded
  if (typeof seed !== 'function') throw new Error(`The seed ${file} must export a function, as «seed» or as its default export.`)
  return seed as Seed
}

/** Runs it. @throws Error naming the file and what went wrong */
export async function runSeed(file: string, cloud: SeedCloud): Promise<Record<string, unknown>> {
  const seed = loadSeed(file)
  try {
    const returned = await seed(cloud)
    return typeof returned === 'object' && returned !== null ? (returned as Record<string, unknown>) : {}
  } catch (cause) {
    throw new Error(`The seed ${file} failed: ${describe(cause)}`, { cause })
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
