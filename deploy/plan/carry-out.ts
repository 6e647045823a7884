import { inWords, type Step, stops, toDo } from './step'

/** Whoever runs the command: a terminal, or a machine. */
export interface Operator {
  say(line: string): void
  /** Undefined where nobody can be asked. */
  ask?: (question: string) => Promise<string>
}

export interface Consent {
  /** Agreed beforehand. */
  yes: boolean
  /** Only shows the plan. */
  planOnly: boolean
}

export type Outcome = 'done' | 'nothing' | 'shown' | 'stopped' | 'declined' | 'unasked' | 'failed'

/** Outcomes with which a script may go on. */
export const GOOD: readonly Outcome[] = ['done', 'nothing', 'shown']

/** Shows the plan, asks, and carries it out step by step; stops at the first step that fails, and says what was done and what was not. */
export async function carryOut(steps: readonly Step[], { say, ask }: Operator, { yes, planOnly }: Consent): Promise<Outcome> {
  for (const line of inWords(steps)) say(line)
  const pending = toDo(steps)
  const reasons = stops(steps)
  if (reasons.length > 0) {
    say(`停下了，什么也没有写：${reasons.length} 处要先处理，见上面的「停下」。`)
    return 'stopped'
  }
  if (planOnly) {
    say('只是计划，什么也没有写。')
    return 'shown'
  }
  if (pending.length === 0) {
    say('没有要改的。')
    return 'nothing'
  }
  if (!yes && !ask) {
    say('没有终端可以确认，什么也没有写：看过计划后加上 --yes 再运行（npm run … -- --yes）。')
    return 'unasked'
  }
  if (!yes && (await ask?.('照此执行？输入 yes 继续：'))?.trim() !== 'yes') {
    say('没有执行，什么也没有写。')
    return 'declined'
  }
  return perform(pending, say)
}

async function perform(pending: (Step & { run: () => Promise<void> })[], say: (line: string) => void): Promise<Outcome> {
  for (const [at, step] of pending.entries()) {
    say(`${at + 1}/${pending.length} ${step.what}`)
    try {
      await step.run()
    } catch (error) {
      say(`失败：${error instanceof Error ? error.message : String(error)}`)
      say(`停在第 ${at + 1} 步。前面 ${at} 步已经做好，这一步做没做成要看下次的计划，后面 ${pending.length - at - 1} 步没有做。处理好以后再运行一次，会接着做。`)
      return 'failed'
    }
  }
  say(`完成：${pending.length} 步都做好了。`)
  return 'done'
}
