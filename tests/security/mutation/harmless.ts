import { type Mutant } from './mutants'

/** Mutants that no test can tell from the original, or that decide nothing about who may do what; each with why. */
export const HARMLESS: readonly { file: string; change: RegExp; why: string }[] = []

export function whyHarmless({ file, change }: Mutant): string | undefined {
  return HARMLESS.find((each) => each.file === file && each.change.test(change))?.why
}
