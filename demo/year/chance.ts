import { seeded } from '../../emulator/seeded'

/** All chance of the year, the same for the same seed. */
export interface Chance {
  random: () => number
  /** Whether something of this probability happens. */
  hits(probability: number): boolean
  /** A whole number from `min` to `max`. */
  between(min: number, max: number): number
  /** One of them; there must be one. */
  pick<T>(items: readonly T[]): T
  /** One of the names, by their weights. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K
}

export function chanceOf(seed: number): Chance {
  const random = seeded(seed)
  const between = (min: number, max: number): number => min + Math.floor(random() * (max - min + 1))
  return {
    random,
    between,
    hits: (probability) => random() < probability,
    pick: (items) => items[between(0, items.length - 1)] as (typeof items)[number],
    weighted(weights) {
      const entries = Object.entries(weights) as [keyof typeof weights, number][]
      let at = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
      return (entries.find(([, weight]) => (at -= weight) < 0) ?? (entries[0] as (typeof entries)[number]))[0]
    },
  }
}
