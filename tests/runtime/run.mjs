// npm run test:runtime: the tests, and with them the local cloud and every function, on the Node that new functions get in the cloud.
// It is fetched into this folder the first time (50 MB), pinned by the lockfile beside: too much for everybody who installs the project.
//   --node FILE   that one instead, where there is no package for this machine
// All else goes to jest; by itself everything that needs no browser.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

const HERE = import.meta.dirname
const ROOT = join(HERE, '../..')
const EVERYTHING_WITHOUT_A_BROWSER = ['--selectProjects', 'unit', 'system', 'deployed']

const { runtime } = JSON.parse(readFileSync(join(ROOT, 'cloudbaserc.json'), 'utf8')).functionDefaultConfig
const { file, rest } = readArguments(process.argv.slice(2))
const node = file ?? fetched()
const version = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout?.trim() ?? ''
if (!`Nodejs${version}.`.startsWith(`${runtime}.`)) fail(`${node} 是 Node ${version}，云函数的运行环境是 ${runtime}（cloudbaserc.json）。`)

console.error(`Node ${version}（${runtime}）：${node}`)
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` }
const jest = [join(ROOT, 'node_modules/jest/bin/jest.js'), ...(rest.length > 0 ? rest : EVERYTHING_WITHOUT_A_BROWSER)]
process.exitCode = spawnSync(node, jest, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1

function readArguments(args) {
  const at = args.indexOf('--node')
  if (at < 0) return { rest: args }
  if (args[at + 1] === undefined) fail('--node 后面要写上 Node 程序的路径。')
  return { file: resolve(args[at + 1]), rest: args.toSpliced(at, 2) }
}

/** The Node of the package for this machine, installed unless it is there. */
function fetched() {
  const [system, program] = process.platform === 'win32' ? ['win', 'node.exe'] : [process.platform, 'node']
  const path = join(HERE, 'node_modules', `node-${system}-${process.arch}`, 'bin', program)
  if (!existsSync(path)) {
    console.error(`正在下载 ${runtime} 对应的 Node（npm ci，约 50 MB）……`)
    spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: HERE, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  }
  if (!existsSync(path)) fail(`没有装上适合这台机器（${process.platform} ${process.arch}）的 Node。请检查网络，或自己装一个并写上 --node 路径。`)
  return path
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
