import { Chance } from './random'
import { type Target } from './target'

export interface Finding {
  why: string
  target: string
  input: unknown
}

export interface Report {
  /** Inputs by target. */
  counts: Record<string, number>
  findings: Finding[]
}

export interface FuzzOptions {
  count: number
  seed: number
  /** Run before everything else. */
  seeds?: readonly Pick<Finding, 'target' | 'input'>[]
  /** Told after each handful, how many inputs have run. */
  onProgress?: (ran: number) => void
  /** Told at once. */
  onFinding?: (finding: Finding) => void
}

const HANDFUL = 16
/** What is not answered by then hangs, however slow the machine is. */
const HANG_MS = 60_000
/** Of one kind and target that many are told. */
const MOST_OF_A_KIND = 3

/** Runs the seeds and then `count` generated inputs. What one of them breaks is told, and the others go on. */
export async function fuzz(targets: readonly Target[], { count, seed, seeds = [], onProgress, onFinding }: FuzzOptions): Promise<Report> {
  const report: Report = { counts: {}, findings: [] }
  const strays = collectStrays()
  try {
    for (const { target: name, input } of seeds) {
      const target = targets.find((each) => each.name === name)
      if (!target) throw new Error(`a seed is for the target ${name}, which there is not`)
      await runHandful(target, [input], strays.taken, report, onFinding)
    }
    const chance = new Chance(seed)
    const shares = Object.fromEntries(targets.map(({ share }, at) => [String(at), share]))
    for (let ran = 0; ran < count; ) {
      const target = targets[Number(chance.weighted(shares))] as Target
      const inputs = Array.from({ length: Math.min(target.handful ?? HANDFUL, count - ran) }, () => target.generate(chance))
      await runHandful(target, inputs, strays.taken, report, onFinding)
      ran += inputs.length
      onProgress?.(ran)
    }
  } finally {
    strays.stop()
  }
  return report
}

async function runHandful(target: Target, inputs: readonly unknown[], strays: () => string[], report: Report, onFinding?: (finding: Finding) => void): Promise<void> {
  await target.before?.()
  const tell = (input: unknown, why: string): void => {
    // Numbers and ids differ from one to the next of a kind.
    const kind = (text: string): string => text.replace(/[\d"'][^ ]*/g, '').slice(0, 60)
    const same = report.findings.filter((each) => each.target === target.name && kind(each.why) === kind(why))
    if (same.length >= MOST_OF_A_KIND) return
    const finding = { why, target: target.name, input }
    report.findings.push(finding)
    onFinding?.(finding)
  }
  const reasons = await Promise.all(inputs.map((input) => withinTime(target.run(input))))
  for (const [at, why] of reasons.entries()) if (why !== undefined) tell(inputs[at], why)
  const whole = await target.after?.()
  for (const why of [...(whole === undefined ? [] : [whole]), ...strays()]) tell(inputs.length === 1 ? inputs[0] : inputs, why)
  report.counts[target.name] = (report.counts[target.name] ?? 0) + inputs.length
}

async function withinTime(running: Promise<string | undefined>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve(`no answer within ${HANG_MS / 1000} s`), HANG_MS)))
  const settled = running.catch((error: unknown) => `thrown: ${error instanceof Error ? error.stack : String(error)}`)
  try {
    return await Promise.race([settled, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What nobody caught, which in a process of its own would end it. */
function collectStrays(): { taken(): string[]; stop(): void } {
  let reasons: string[] = []
  const hear = (reason: unknown): void => void reasons.push(`nobody caught: ${reason instanceof Error ? reason.stack : String(reason)}`)
  process.on('unhandledRejection', hear).on('uncaughtException', hear)
  return {
    taken: () => {
      const taken = reasons
      reasons = []
      return taken
    },
    stop: () => void process.off('unhandledRejection', hear).off('uncaughtException', hear),
  }
}
