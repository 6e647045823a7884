import { type Run } from '../live/contract'

export interface RunFilter {
  /** '' for every function. */
  function: string
  failedOnly: boolean
}

/** What became of a run, in words. */
export function runOutcome({ ms, error }: Run): { text: string; tone: 'plain' | 'hint' | 'bad' } {
  if (error) return { text: error.code, tone: 'bad' }
  return ms === undefined ? { text: '执行中…', tone: 'hint' } : { text: '成功', tone: 'plain' }
}

export function chosenRuns(runs: readonly Run[], filter: RunFilter): Run[] {
  return runs.filter(({ functionName, error }) => {
    return (filter.function === '' || functionName === filter.function) && (!filter.failedOnly || error !== undefined)
  })
}
