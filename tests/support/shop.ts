import { randomUUID } from 'node:crypto'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import ENVIRONMENT from '../../deploy/environment.json'
import { makeProject, type ProjectFixture } from '../../emulator/testing/project'

const ROOT = join(__dirname, '../..')

/** Folders of ours that the pieces are made of; they come below one folder of the other mini-program. */
const PIECES = ['components', 'services']

/** The pages of the shop, for functions that were built beside ours. */
const PAGES = ['pages/goods/goods', 'pages/order/order']

/** Somebody else's mini-program in plain JavaScript, with our functions and, of ours, the pieces alone: no pages, no app.wxss. */
export function shopProject(): ProjectFixture & { operatorKey: string } {
  const operatorKey = randomUUID() + randomUUID()
  const project = makeProject({
    '.env': `COLLECTION_PREFIX=\nMINIPROGRAM_PAGES=${PAGES.join(',')}\nOPERATOR_KEY=${operatorKey}\n`,
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': ENVIRONMENT,
    'project.config.json': { appid: 'touristappid', projectname: 'shop', compileType: 'miniprogram', miniprogramRoot: 'miniprogram/', cloudfunctionRoot: 'cloudfunctions/' },
  })
  cpSync(join(ROOT, 'tests/end-to-end/client/fixtures/shop'), join(project.dir, 'miniprogram'), { recursive: true })
  for (const piece of PIECES) cpSync(join(ROOT, 'miniprogram', piece), join(project.dir, 'miniprogram/subscribe', piece), { recursive: true })
  for (const shared of ['cloudfunctions', 'cloudbaserc.json']) symlinkSync(join(ROOT, shared), join(project.dir, shared))
  return { ...project, operatorKey }
}
