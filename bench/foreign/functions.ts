const CALL_MS = 40_000

export interface FunctionCall {
  name: string
  /** Whether the code of the function itself began, whatever became of it. */
  began: boolean
  /** Why it did not begin. */
  error?: string
}

/** Errors of loading a function; everything else comes from its own code. */
const NOT_BEGUN = /Cannot find (module|package)|does not export a function|SyntaxError|does not exist\. Build|FUNCTION_NOT_FOUND|MODULE_NOT_FOUND|ERR_REQUIRE/

/** Calls each function once, with `{}`, as a user of the mini-program. */
export async function callFunctions(url: string, names: string[]): Promise<FunctionCall[]> {
  const calls: FunctionCall[] = []
  for (const name of names) calls.push(await call(url, name))
  return calls
}

async function call(url: string, name: string): Promise<FunctionCall> {
  const body = JSON.stringify({ function: name, data: {}, caller: { kind: 'client', openid: 'oVisitor_0000000000000000000' } })
  try {
    const answer = await fetch(`${url}/emulator/invoke`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(CALL_MS) })
    const { ok, error } = (await answer.json()) as { ok?: boolean; error?: { message: string } }
    if (ok === true || !error || !NOT_BEGUN.test(error.message)) return { name, began: true }
    return { name, began: false, error: error.message }
  } catch (error) {
    return { name, began: false, error: error instanceof Error ? error.message : String(error) }
  }
}
