import { type Chance } from './random'

/** Something that takes input from outside. Its inputs run a handful at a time, beside each other. */
export interface Target {
  name: string
  /** How many of a hundred inputs are for it, more or less. */
  share: number
  /** Inputs that run beside each other; 16 unless told otherwise. */
  handful?: number
  generate(chance: Chance): unknown
  /** @returns what does not hold, in words */
  run(input: unknown): Promise<string | undefined>
  /** Before a handful. */
  before?(): Promise<void> | void
  /** After it. @returns what does not hold of the handful as a whole */
  after?(): Promise<string | undefined> | string | undefined
}

/** A line of a trace, as it is or inside of JSON. */
const STACK = /(?:\n|\\n)\s+at [^\n]*:\d+:\d+/

export function stackIn(text: string): string | undefined {
  const at = text.search(STACK)
  return at < 0 ? undefined : `a stack in the answer: ${text.slice(Math.max(0, at - 200), at + 200)}`
}
