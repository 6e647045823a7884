import { type Run } from '../live/contract'

export interface RunFilter {
  /** '' for every function. */
  function: string
  /** '' for everybody. */
  openid: string
  /** In arguments, answer, output, error and request id. */
  text: string
  failedOnly: boolean
}

/** What became of a run, in words. */
export function runOutcome({ ms, error, refused }: Run): { text: string; tone: 'good' | 'hint' | 'refused' | 'bad' } {
  if (error) return { text: error.code, tone: 'bad' }
  if (ms === undefined) return { text: '执行中…', tone: 'hint' }
  return refused === undefined ? { text: '成功', tone: 'good' } : { text: refused, tone: 'refused' }
}

/** Where the runs are to be had that the filter is about. */
export function runsPath({ function: name, openid, text }: RunFilter): string {
  const asked = Object.entries({ function: name, openid, text: text.trim() }).filter(([, value]) => value !== '')
  return asked.length === 0 ? '/emulator/logs' : `/emulator/logs?${new URLSearchParams(asked).toString()}`
}

/** Those that failed, or answered that it could not be done. */
export function chosenRuns(runs: readonly Run[], { failedOnly }: Pick<RunFilter, 'failedOnly'>): Run[] {
  return runs.filter(({ error, refused }) => !failedOnly || error !== undefined || refused !== undefined)
}
