import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { folderOf, payloadFiles, SHAPES, type Shop, shopOf } from './fixtures'
import { run } from './add'

const PLAIN = SHAPES['plain JavaScript'] ?? {}
const CONSENT = 'miniprogram/subscribe-message/services/consent.js'

/** Runs the command of another version there. */
async function addFrom(version: string, { dir }: Shop, more = {}): Promise<{ code: number; said: string; complained: string }> {
  const [said, complained]: [string[], string[]] = [[], []]
  const code = await run(['add', dir, '--yes'], { payload: folderOf(payloadFiles(version, more)), cwd: '/', say: (line) => said.push(line), complain: (line) => complained.push(line) })
  return { code, said: said.join('\n'), complained: complained.join('\n') }
}

async function installed(): Promise<Shop> {
  const shop = shopOf(PLAIN)
  await shop.add()
  return shop
}

describe('a newer version', () => {
  it('replaces what is unchanged, adds what is new and takes away what is no more', async () => {
    const shop = shopOf(PLAIN, folderOf(payloadFiles('1.0.0', { 'miniprogram/services/old.js': '1' })))
    const before = shop.snapshot()
    await shop.add()
    const { code, said } = await addFrom('1.1.0', shop, { 'miniprogram/services/extra.js': '1' })
    expect(code).toBe(0)
    expect(said).toMatch(/已经装着 1\.0\.0，这里是 1\.1\.0/)
    expect(said).toMatch(/更新 {2}cloudfunctions\/push\//)
    expect(shop.read(CONSENT)).toContain('1.1.0')
    expect(existsSync(join(shop.dir, 'miniprogram/subscribe-message/services/extra.js'))).toBe(true)
    expect(existsSync(join(shop.dir, 'miniprogram/subscribe-message/services/old.js'))).toBe(false)
    expect(shop.json('subscribe-message.json')).toMatchObject({ version: '1.1.0' })
    await shop.remove()
    expect(shop.snapshot()).toEqual(before)
  })

  it('keeps a file that they changed and lays the new one beside it, with the line that merges the three', async () => {
    const shop = shopOf({ ...PLAIN }, folderOf(payloadFiles('1.0.0', { 'miniprogram/services/consent.js': "a\nb\nc\nd\ne\nf\n" })))
    await shop.add()
    spawnSync('sh', ['-c', 'git init -q && git add -A && git -c user.name=t -c user.email=t@t commit -qm shop'], { cwd: shop.dir })
    shop.write(CONSENT, 'a, theirs\nb\nc\nd\ne\nf\n')
    const newer = { 'miniprogram/services/consent.js': 'a\nb\nc\nd\ne\nf, ours\n' }
    const { said } = await addFrom('1.1.0', shop, newer)
    expect(shop.read(CONSENT)).toBe('a, theirs\nb\nc\nd\ne\nf\n')
    expect(shop.read(`${CONSENT}.new`)).toBe('a\nb\nc\nd\ne\nf, ours\n')

    const command = /合到一起：(git .*?)，再删掉/.exec(said)?.[1] ?? ''
    expect(spawnSync('sh', ['-c', command], { cwd: shop.dir }).status).toBe(0)
    expect(shop.read(CONSENT)).toBe('a, theirs\nb\nc\nd\ne\nf, ours\n')

    // What is merged stays merged; the next time offers nothing.
    spawnSync('rm', [join(shop.dir, `${CONSENT}.new`), join(shop.dir, `${CONSENT}.old`)])
    await addFrom('1.1.0', shop, newer)
    expect(existsSync(join(shop.dir, `${CONSENT}.new`))).toBe(false)
    expect((await addFrom('1.1.0', shop, newer)).said).toMatch(/你们改过，留着。\n.*没有要改的。$/s)
  })

  it('does not take line ends turned by git for a change', async () => {
    const shop = await installed()
    shop.write(CONSENT, shop.read(CONSENT).replaceAll('\n', '\r\n'))
    await addFrom('1.1.0', shop)
    expect(shop.read(CONSENT)).toContain('1.1.0')
  })

  it('brings back a file that got lost', async () => {
    const shop = await installed()
    spawnSync('rm', [join(shop.dir, CONSENT)])
    await shop.add()
    expect(shop.read(CONSENT)).toContain('1.0.0')
  })

  it('keeps merged values that they changed, and templates, which are theirs to change', async () => {
    const shop = await installed()
    shop.write('cloudbaserc.json', shop.read('cloudbaserc.json').replace('"timeout": 60', '"timeout": 30'))
    shop.write('subscribe-message.templates.json', '[]\n')
    const { said } = await addFrom('1.1.0', shop)
    expect(said).toMatch(/cloudbaserc\.json 的 functions → name "dispatch" 你们改过，留着/)
    expect(shop.read('cloudbaserc.json')).toContain('"timeout": 30')
    expect(shop.read('subscribe-message.templates.json')).toBe('[]\n')
    expect(existsSync(join(shop.dir, 'subscribe-message.templates.json.new'))).toBe(false)
  })

  it('changes a merged value in its place', async () => {
    const shop = await installed()
    const lines = shop.read('miniprogram/app.json').split('\n')
    await shop.add('--without', 'message')
    expect(shop.read('miniprogram/app.json').split('\n').filter((line) => !lines.includes(line)).length).toBeLessThanOrEqual(1)
    expect(shop.read('miniprogram/app.json')).not.toContain('message/message')
  })
})

it('an older version is refused in words', async () => {
  const shop = await installed()
  const before = shop.snapshot()
  const { code, complained } = await addFrom('0.9.12', shop)
  expect(code).toBe(1)
  expect(complained).toMatch(/装着的 1\.0\.0 比这里的 0\.9\.12 新：不往回装/)
  expect(shop.snapshot()).toEqual(before)
})

it('other names than it stands under are refused in words', async () => {
  const shop = await installed()
  expect((await shop.add('--folder', 'other')).complained).toMatch(/已经按 --folder subscribe-message 装好了：要换名字，先 remove/)
})

describe('what they changed', () => {
  it('stays at remove, and is told', async () => {
    const shop = await installed()
    shop.write(CONSENT, 'theirs')
    shop.write('miniprogram/app.json', shop.read('miniprogram/app.json').replace('"audit/audit"', '"audit/audit", "mine/mine"'))
    const { said } = await shop.remove()
    expect(said).toContain(`${CONSENT} 你们改过，留着：连它一起取出，加上 --changed too。`)
    expect(shop.read(CONSENT)).toBe('theirs')
    expect(shop.json('miniprogram/app.json')).toMatchObject({ subPackages: [{ root: 'subscribe-message/admin' }] })
    expect(said).toMatch(/云上的东西没有动：集合 sm_\*/)
  })

  it('goes with --changed too', async () => {
    const shop = shopOf(PLAIN)
    const before = shop.snapshot()
    await shop.add()
    shop.write(CONSENT, 'theirs')
    shop.write('miniprogram/app.json', shop.read('miniprogram/app.json').replace('"audit/audit"', '"audit/audit", "mine/mine"'))
    expect((await shop.remove('--changed', 'too')).code).toBe(0)
    expect(shop.snapshot()).toEqual(before)
  })

  it('beside ours in a file that we made stays', async () => {
    const shop = await installed()
    shop.write('subscribe-message.environment.json', shop.read('subscribe-message.environment.json').replace('"collections": {', '"collections": {\n    "orders": { "acl": "PRIVATE" },'))
    shop.write('miniprogram/subscribe-message/mine.js', '1')
    await shop.remove()
    expect(shop.json('subscribe-message.environment.json')).toEqual({ collections: { orders: { acl: 'PRIVATE' } } })
    expect(Object.keys(shop.snapshot()).filter((path) => path.startsWith('miniprogram/subscribe-message/'))).toEqual(['miniprogram/subscribe-message/', 'miniprogram/subscribe-message/mine.js'])
  })
})
