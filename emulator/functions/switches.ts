/** What Tencent does not document about functions. Each default follows the weight of the evidence; `docs/fidelity.md` says which. */
export interface FunctionSwitches {
  context: {
    /** What getWXContext() gives in the console's test box: nothing, or SOURCE and APPID as the getWXContext page says. */
    console: 'empty' | 'wx_devtools'
    /** Whether a timer uploaded by DevTools shows SOURCE=wx_trigger (the getWXContext page) or nothing (field reports). */
    timerSource: 'wx_trigger' | 'empty'
    /** Whether a function called by a function sees the user's OPENID. */
    functionToFunctionOpenid: boolean
    /** Whether a pushed message carries `userInfo`. */
    pushUserInfo: boolean
    /** SOURCE of a pushed message; empty for none. */
    pushSource: string
    /** SOURCE of a function whose caller had none: the SDK sends `,scf`. */
    emptySourceChain: 'as-is' | 'scf'
    /** Form of the variables in `context`: `environment` (JSON text, newer runtimes), `environ` (K=V;…, older ones), or both. */
    environ: 'environment' | 'environ' | 'both'
    /** Whether the variables of a call stay in process.env of a warm instance, as they did on the real cloud in 2026. */
    sticky: boolean
  }
  token: {
    /** Whether a function called by a function may call openapi, where its caller may. */
    functionToFunction: boolean
  }
  timer: {
    /** Timers that DevTools accepts in one config.json: 1 by the triggers page, 10 by SCF. */
    maxPerFunction: number
  }
}

export type FunctionSwitchesPatch = { [Group in keyof FunctionSwitches]?: Partial<FunctionSwitches[Group]> }

export const DEFAULT_FUNCTION_SWITCHES: FunctionSwitches = {
  context: {
    console: 'empty',
    timerSource: 'wx_trigger',
    functionToFunctionOpenid: false,
    pushUserInfo: false,
    pushSource: '',
    emptySourceChain: 'as-is',
    environ: 'environment',
    sticky: false,
  },
  token: { functionToFunction: false },
  timer: { maxPerFunction: 1 },
}

export function patchSwitches(switches: FunctionSwitches, patch: FunctionSwitchesPatch): FunctionSwitches {
  return {
    context: { ...switches.context, ...patch.context },
    token: { ...switches.token, ...patch.token },
    timer: { ...switches.timer, ...patch.timer },
  }
}
