import { CloudRefusal, type LocalCloud } from '../runtime/local-cloud'

export type CallFunction = (name: string, data: unknown) => unknown

/** Answers requests of the phone from a test: functions from `callFunction`, the rest from `answers` by path. */
export class ScriptedCloud implements LocalCloud {
  pending = 0

  constructor(
    private readonly callFunction: CallFunction,
    private readonly answers: Record<string, unknown> = {},
  ) {}

  async get(path: string): Promise<unknown> {
    return this.#answer(path)
  }

  async post(path: string, body: unknown): Promise<unknown> {
    if (path !== '/emulator/invoke') return this.#answer(path)
    const { function: name, data } = body as { function: string; data: unknown }
    this.pending += 1
    try {
      return { ok: true, result: await this.callFunction(name, data), requestId: 'test' }
    } catch (error) {
      return { ok: false, error: { code: 'FUNCTIONS_EXECUTE_FAIL', message: error instanceof Error ? error.message : String(error) } }
    } finally {
      this.pending -= 1
    }
  }

  async put(): Promise<void> {
    throw new CloudRefusal('STORAGE_REQUEST_FAIL', 'A test has no cloud storage.')
  }

  async file(path: string): Promise<Blob> {
    throw new CloudRefusal('STORAGE_FILE_NONEXIST', `A test has no file ${path}.`)
  }

  #answer(path: string): unknown {
    if (!Object.hasOwn(this.answers, path)) throw new CloudRefusal('NOT_FOUND', `The test gives no answer for ${path}.`)
    return this.answers[path]
  }
}
