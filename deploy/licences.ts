// npm run licences: writes docs/licences.md, the licence of every package in package-lock.json.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '..')
export const LIST = join(ROOT, 'docs/licences.md')

/** Permissive: they ask for a notice at most. */
const PERMISSIVE = ['0BSD', 'AFL-2.1', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC-BY-4.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'Python-2.0', 'Unlicense']

/** What their package.json does not say, or what is not permissive, by name; each was looked up, and why it may be used stands beside it. */
const LOOKED_UP: Readonly<Record<string, string>> = {
  // Tencent's own, parts of its SDK and its command line: they go into the team's own functions of Tencent's cloud, and to nobody else.
  '@cloudbase/signature-nodejs': '未注明（腾讯 wx-server-sdk 和云开发命令行的一部分，只进入自己的云函数，不另外分发）',
  '@cloudbase/wx-cloud-client-sdk': '未注明（腾讯 wx-server-sdk 和云开发命令行的一部分，只进入自己的云函数，不另外分发）',
  // Says so in the older form.
  'string.fromcodepoint': 'MIT',
  // Looks at the pages in the browser tests, unchanged, and is handed to nobody.
  'axe-core': 'MPL-2.0',
}

export interface LockedPackage {
  version?: string
  license?: string
  dev?: boolean
  link?: boolean
}

export interface Licence {
  name: string
  version: string
  licence: string
  development: boolean
}

/** Every package of a lockfile, each version once, by name. @param packages  by folder */
export function licencesOf(packages: Readonly<Record<string, LockedPackage>>): Licence[] {
  const found = new Map<string, Licence>()
  for (const [folder, { version = '', license, dev = false, link = false }] of Object.entries(packages)) {
    const at = folder.lastIndexOf('node_modules/')
    if (at < 0 || link) continue
    const name = folder.slice(at + 'node_modules/'.length)
    const known = found.get(`${name}@${version}`)
    found.set(`${name}@${version}`, { name, version, licence: license ?? LOOKED_UP[name] ?? '', development: dev && (known?.development ?? true) })
  }
  return [...found.values()].sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1))
}

/** What may not be used before somebody has decided, in words. */
export function faultsOf(licences: readonly Licence[]): string[] {
  return licences.flatMap(({ name, version, licence }) => {
    if (licence === '') return [`${name} ${version} 没有写明许可证：请查清后写进 deploy/licences.ts，或换一个包。`]
    const isAllowed = LOOKED_UP[name] === licence || mayUse(licence)
    return isAllowed ? [] : [`${name} ${version} 的许可证 ${licence} 不在允许之列（可能要求公开源码）：请换一个包，或说明为什么可以用。`]
  })
}

/** Of «A OR B» one is enough, of «A AND B» each has to do. */
function mayUse(expression: string): boolean {
  return expression.replace(/[()]/g, '').split(' OR ').some((choice) => choice.split(' AND ').every((licence) => PERMISSIVE.includes(licence)))
}

export function listIn(licences: readonly Licence[]): string {
  const table = (rows: readonly Licence[]): string => ['| 包 | 版本 | 许可证 |', '| --- | --- | --- |', ...rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`)].join('\n')
  const [development, production] = [licences.filter((each) => each.development), licences.filter((each) => !each.development)]
  return `# 依赖的许可证

由 \`npm run licences\` 根据 package-lock.json 生成，请勿手改。

打包进云函数的代码，许可证文本随函数一起上传（\`cloudfunctions/*/LICENSES.txt\`），wx-server-sdk 也在其中。

## 运行本地云时用到的（${production.length}）

${table(production)}

## 只在开发和构建时用到的（${development.length}）

${table(development)}
`
}

export function lockedPackages(): Record<string, LockedPackage> {
  return (JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }).packages
}

if (require.main === module) {
  const licences = licencesOf(lockedPackages())
  writeFileSync(LIST, listIn(licences))
  const faults = faultsOf(licences)
  for (const fault of faults) console.error(fault)
  console.log(`docs/licences.md：${licences.length} 个包，${faults.length} 处要处理。`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
