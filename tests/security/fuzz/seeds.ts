import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding } from './fuzz'

/** What once broke something. Read as text: a module would lose a key called __proto__. */
export const SEEDS = JSON.parse(readFileSync(join(__dirname, 'seeds.json'), 'utf8')) as readonly (Pick<Finding, 'target' | 'input'> & { about: string })[]
