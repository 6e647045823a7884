import { build, type BuildFailure, type Plugin } from 'esbuild'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const { changedSdk, rareSource } = require('./plugin.cjs') as { changedSdk(root: string): Plugin; rareSource: string }
const { changesTo, RARE } = require('./changes.cjs') as { changesTo(versionIn: () => string): Record<string, unknown>; RARE: string[] }

const ROOT = join(__dirname, '../..')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sdk-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Bundles an entry as the SDK is bundled, with these files in place of installed ones. @returns what esbuild complained of */
async function faultsOf(entry: string, files: Record<string, string> = {}): Promise<string[]> {
  for (const [path, text] of Object.entries({ 'node_modules/@cloudbase/node-sdk/package.json': '{"version":"1.0.0"}', ...files })) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  const options = { bundle: true, write: false, platform: 'node', logLevel: 'silent', outfile: join(dir, 'out.js') } as const
  const result = await build({ ...options, stdin: { contents: entry, resolveDir: dir }, plugins: [changedSdk(dir)] }).catch((failure: BuildFailure) => failure)
  return (result.errors ?? []).map(({ text }) => text)
}

describe('a new version of the SDK', () => {
  it('whose files look otherwise is told by the build, with the file and what was expected', async () => {
    const published = readFileSync(join(ROOT, 'node_modules/@cloudbase/node-sdk/dist/cloudbase.js'), 'utf8')
    const renamed = published.replaceAll('wx_cloud_client_sdk_1', 'client_sdk_1')
    const faults = await faultsOf(`require('@cloudbase/node-sdk/dist/cloudbase.js')`, { 'node_modules/@cloudbase/node-sdk/dist/cloudbase.js': renamed })
    expect(faults).toContain(
      '@cloudbase/node-sdk/dist/cloudbase.js 与预期不同：应当恰好有一处「const httpClient = wx_cloud_client_sdk_1」，实际有 0 处。请对照新版本修改 deploy/sdk/changes.cjs，再构建一次。',
    )
  })

  it('that does not use a file any more is told too, for each of them', async () => {
    const files = Object.keys(changesTo(() => ''))
    expect(await faultsOf('')).toEqual(files.map((file) => `wx-server-sdk 不再用到 ${file}：请对照新版本修改 deploy/sdk/changes.cjs，再构建一次。`))
  })
})

it('every rare package is asked for by name from the other file, and by no other way', async () => {
  const { outputFiles } = await build({ stdin: { contents: `module.exports = require('wx-server-sdk')`, resolveDir: ROOT }, bundle: true, write: false, platform: 'node', plugins: [changedSdk(ROOT)], outfile: join(dir, 'out.js') })
  const text = outputFiles[0]?.text ?? ''
  const asked = [...text.matchAll(/require\("\.\/wx-server-sdk-rare\.js"\)\["([^"]+)"\]/g)].map((match) => match[1] ?? '')
  // mime-db is asked for by mime-types, which is in the other file, and by the SDK itself.
  expect(asked.sort()).toEqual([...RARE].sort())
  expect(text).not.toMatch(new RegExp(`^// node_modules/(${RARE.join('|')})/`, 'm'))
  for (const name of RARE) expect(rareSource).toContain(`require("${name}")`)
})
