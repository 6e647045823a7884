/**
 * One line of a plan. `create` and `change` have something to do; `keep` says that it is as it should be; `adopt` takes over what is
 * there; `hand` is for a person; `stop` keeps everything else from being done.
 */
export interface Step {
  kind: 'create' | 'change' | 'keep' | 'adopt' | 'hand' | 'stop'
  /** What it is about, in words. */
  what: string
  /** What it is today, beside what it will be. */
  today?: string
  /** Told beside it. */
  note?: string
  /** May be done again, wherever it was interrupted. */
  run?: () => Promise<void>
}

const SIGNS: Record<Step['kind'], string> = { create: '新建', change: '改动', keep: '不动', adopt: '接管', hand: '手工', stop: '停下' }
const ORDER: Step['kind'][] = ['stop', 'create', 'adopt', 'change', 'keep', 'hand']

/** The plan as it is shown before anything is written: what is left alone is counted by name only. */
export function inWords(steps: readonly Step[]): string[] {
  const counts = ORDER.map((kind) => [SIGNS[kind], steps.filter((step) => step.kind === kind).length] as const).filter(([, count]) => count > 0)
  return [...steps.map(lineOf), '', `共 ${counts.map(([sign, count]) => `${sign} ${count}`).join('，')}。`]
}

function lineOf({ kind, what, today, note }: Step): string {
  return `  ${SIGNS[kind]}  ${what}${today === undefined ? '' : `（现在：${today}）`}${note === undefined ? '' : `  — ${note}`}`
}

export function toDo(steps: readonly Step[]): (Step & { run: () => Promise<void> })[] {
  return steps.filter((step): step is Step & { run: () => Promise<void> } => step.run !== undefined)
}

export function stops(steps: readonly Step[]): Step[] {
  return steps.filter(({ kind }) => kind === 'stop')
}
