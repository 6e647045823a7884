export type { Seed, SeedCaller, SeedCloud } from './seed'
