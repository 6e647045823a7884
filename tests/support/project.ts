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

/** This product where WeChat tells it nothing: no function runs but those that a test calls. */
export function silentProject(): ProjectFixture {
  return projectIn({ ...ENVIRONMENT, messagePush: [] })
}

function projectIn(environment: object): ProjectFixture {
  const project = makeProject({
    'package.json': { emulator: { environment: 'environment.json', generate: ['OPERATOR_KEY'] } },
    'environment.json': environment,
  })
  for (const shared of ['cloudfunctions', 'cloudbaserc.json', 'project.config.json', 'miniprogram']) symlinkSync(join(ROOT, shared), join(project.dir, shared))
  return project
}
