import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type OfflineCheck } from '../check'
import { good, todo } from '../finding'

const FILE = 'miniprogram/environment.ts'
const HOW = 'npm run mini-program，再在开发者工具里重新编译、上传'
const WORDS: Record<string, string> = { develop: '开发版', trial: '体验版', release: '正式版' }

/** A mini-program that was not told of an environment talks to the first one of its account. */
export const miniProgramCheck: OfflineCheck = {
  id: 'mini-program',
  title: '小程序的云环境',
  offline: ({ root, variables }) => {
    const envId = variables['TCB_ENV_ID'] ?? ''
    const named = [...textOf(join(root, FILE)).matchAll(/^ {2}(develop|trial|release): '([^']*)',$/gm)].map(([, version = '', env = '']) => ({ version, env }))
    const here = named.filter(({ env }) => env === envId && envId !== '').map(({ version }) => WORDS[version] ?? version)
    if (here.length > 0) return [good(`${here.join('、')}用环境 ${envId}`)]
    const others = [...new Set(named.map(({ env }) => env).filter(Boolean))]
    return [todo(others.length > 0 ? `小程序指到的是 ${others.join('、')}` : '小程序还没有指到哪个环境，会用账号下的第一个', `有一个版本用 ${envId || '这个环境'}`, HOW)]
  },
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
