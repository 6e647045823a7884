import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import ENVIRONMENT from '../../deploy/environment.json'
import { makeProject, type ProjectFixture } from '../../emulator/testing/project'

const ROOT = join(__dirname, '../..')

/**
 * This product with every door of the platform left open: clients may invoke every function, as on an environment
 * whose function rules nobody has set. What then stands is the functions' own check.
 */
export function openProject(): ProjectFixture {
  return projectIn({ ...ENVIRONMENT, functionRules: { '*': { invoke: true } } })
}

/** What of it is not as it is set up. */
export interface Otherwise {
  /** `COLLECTION_PREFIX`. */
  prefix?: string
  /** Collections that nobody has made. */
  without?: readonly string[]
}

/** This product where WeChat tells it nothing: no function runs but those that a test calls. */
export function silentProject({ prefix = '', without = [] }: Otherwise = {}): ProjectFixture {
  const collections = Object.fromEntries(Object.entries(ENVIRONMENT.collections).filter(([name]) => !without.includes(name)))
  return projectIn({ ...ENVIRONMENT, collections, messagePush: [] }, { '.env': `COLLECTION_PREFIX=${prefix}` })
}

function projectIn(environment: object, files: Record<string, string> = {}): ProjectFixture {
  const project = makeProject({
    ...files,
    'package.json': { emulator: { environment: 'environment.json', generate: ['OPERATOR_KEY'] } },
    'environment.json': environment,
  })
  for (const shared of ['cloudfunctions', 'cloudbaserc.json', 'project.config.json', 'miniprogram']) symlinkSync(join(ROOT, shared), join(project.dir, shared))
  return project
}
