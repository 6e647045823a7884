import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startEmulator, type Emulator } from '../../emulator'
import { BuildProcess } from '../../build-process/build-process'
import { listen } from '../../http/server'
import { loadProject } from '../../project/load-project'
import { makeProject, type ProjectFixture } from '../../testing/project'
import { Phones } from './phones'

let emulator: Emulator
let project: ProjectFixture
beforeEach(async () => {
  project = makeProject({
    'project.config.json': { miniprogramRoot: 'client' },
    'client/app.json': { pages: ['a'] },
    'client/a.wxml': '<view>{{word}}</view>',
    'client/a.ts': `Page<{}>({ data: { word: 'first' } })`,
    'client/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  })
  emulator = await startEmulator({ projectDir: project.dir, seed: null, complain: () => undefined })
})
afterEach(async () => {
  await emulator.close()
  project.remove()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${emulator.url}${path}`, { headers })

async function scripts(): Promise<{ etag: string; runtime: string; app: string }> {
  const document = await get('/miniprogram/')
  const [runtime = '', app = ''] = [...(await document.text()).matchAll(/<script src="([^"]+)"/g)].map(([, address]) => address ?? '')
  return { etag: document.headers.get('etag') ?? '', runtime, app }
}

/** Writes a file and waits until the phone has been built again. */
function save(path: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = emulator.changes.subscribe(({ what }) => {
      if (what !== 'miniprogram') return
      stop()
      resolve()
    })
    writeFileSync(join(project.dir, path), text)
  })
}

test('the files of a phone may be kept for ever, and its document is asked for again', async () => {
  const { runtime, app, etag } = await scripts()
  for (const address of [runtime, app]) {
    const answer = await get(address)
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
  const again = await get('/miniprogram/', { 'if-none-match': etag })
  expect([again.status, await again.text(), again.headers.get('cache-control')]).toEqual([304, '', 'no-cache'])
})

test('its scripts name a source map, which stands beside them', async () => {
  const { app, runtime } = await scripts()
  for (const [address, source] of [[app, 'a.ts'], [runtime, 'runtime/main.ts']] as const) {
    const named = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(await (await get(address)).text())?.[1]
    const map = await get(new URL(named ?? '', `${emulator.url}${address}`).pathname)
    expect(((await map.json()) as { sources: string[] }).sources).toContainEqual(expect.stringContaining(source))
  }
})

test('a change gives the document other addresses, and who just read the old one still gets its script', async () => {
  const before = await scripts()
  await save('client/a.ts', `Page<{}>({ data: { word: 'second' } })`)
  const after = await scripts()
  expect(after.runtime).toBe(before.runtime)
  expect(after.app).not.toBe(before.app)
  expect((await get('/miniprogram/', { 'if-none-match': before.etag })).status).toBe(200)
  expect(await (await get(after.app)).text()).toContain('second')
  expect(await (await get(before.app)).text()).toContain('first')
  expect(await (await get('/miniprogram/@/app.js')).text()).toContain('second')
})

test('a file of a build that is long gone is refused in words', async () => {
  const answer = await get('/miniprogram/@/0123456789abcdef/app.js')
  expect([answer.status, await answer.text()]).toEqual([404, 'There is no @/0123456789abcdef/app.js any more. Load the page again.'])
})

test('a picture that has not changed is not sent again', async () => {
  const { headers } = await get('/miniprogram/dot.svg')
  const etag = headers.get('etag') ?? ''
  expect((await get('/miniprogram/dot.svg', { 'if-none-match': etag })).status).toBe(304)
  writeFileSync(join(project.dir, 'client/dot.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')
  expect((await get('/miniprogram/dot.svg', { 'if-none-match': etag })).status).toBe(200)
})

test('a close does not wait for a build that is under way', async () => {
  const builder = new BuildProcess()
  const phones = new Phones({ project: () => loadProject(project.dir), builder, onBuild: () => undefined })
  const server = await listen(0, phones.handle)
  const page = fetch(`${server.url}/miniprogram/`)
  while (builder.pid === undefined) await new Promise((resolve) => setImmediate(resolve))
  phones.close()
  await builder.close()
  const answer = await page
  expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining('The local cloud is stopping.')])
  await server.close()
})
