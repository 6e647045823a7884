import { readFileSync } from 'node:fs'
import { GUEST, startStudio, type StudioTest } from './studio-page'

const OTHER = 'oPlanted_other_0000000000001'

let studio: StudioTest
beforeAll(async () => {
  studio = await startStudio()
  const { database } = studio.emulator
  // Planted: a price that is a text.
  database.insert('goods', [{ _id: 'longjing', name: '龙井', price: '30', addedAt: new Date('2026-01-31T08:00:00Z') }, { _id: 'biluochun', name: '碧螺春', price: 45 }])
  database.insert('orders', Array.from({ length: 3000 }, (_, index) => ({ _id: `o${index}`, buyer: `b${index % 1000}`, n: index, _openid: index === 7 ? GUEST : OTHER })))
})
afterAll(() => studio?.close())

const documents = (name: string) => studio.emulator.database.find(name, {}) as Record<string, unknown>[]
const search = () => studio.panel().getByRole('searchbox', { name: '搜索或查询条件' })
const detail = () => studio.panel().getByRole('region', { name: '记录' })

async function openCollection(name: string): Promise<void> {
  await studio.tab('数据库').click()
  await studio.panel().getByRole('navigation', { name: '集合' }).getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

test('Database: a price that is a text is found and made a number, and the page is right', async () => {
  const { panel, phone, goTo } = studio
  await goTo('goods')
  await phone().getByText('龙井带盒 305 元').waitFor()
  await openCollection('goods')
  await panel().getByRole('button', { name: 'longjing' }).click()
  await detail().getByRole('button', { name: '"30"' }).click()
  await detail().getByRole('textbox', { name: 'price 的新值' }).fill('30')
  await detail().getByRole('textbox', { name: 'price 的新值' }).press('Enter')
  await panel().getByRole('row').filter({ hasText: '龙井' }).getByText('30', { exact: true }).waitFor()
  expect(documents('goods')[0]).toEqual({ _id: 'longjing', name: '龙井', price: 30, addedAt: new Date('2026-01-31T08:00:00Z') })
  await phone().getByRole('button', { name: '刷新' }).click()
  await phone().getByText('龙井带盒 35 元').waitFor()
})

test('a document is added, changed as a whole, and removed after a second press', async () => {
  const { panel } = studio
  await openCollection('goods')
  await panel().getByRole('button', { name: '添加记录' }).click()
  const added = panel().getByRole('region', { name: '添加记录' })
  await added.getByRole('textbox').fill('{"_id": "longjing"}')
  await added.getByRole('button', { name: '添加', exact: true }).click()
  await added.getByRole('alert').waitFor()
  await added.getByRole('textbox').fill('{"_id": "puer", "name": "普洱", "price": 60}')
  await added.getByRole('button', { name: '添加', exact: true }).click()
  await panel().getByRole('button', { name: 'puer' }).click()
  await detail().getByRole('button', { name: '编辑 JSON' }).click()
  await detail().getByRole('textbox', { name: '记录 JSON' }).fill('{"_id": "puer", "name": "熟普"}')
  await detail().getByRole('button', { name: '保存' }).click()
  await panel().getByRole('row').getByText('熟普').waitFor()
  expect(documents('goods').at(-1)).toEqual({ _id: 'puer', name: '熟普' })
  await detail().getByRole('button', { name: '删除' }).click()
  await detail().getByRole('button', { name: '真的删除？' }).click()
  await detail().waitFor({ state: 'detached' })
  expect(documents('goods')).toHaveLength(2)
})

test('documents are sorted by a column, and a query is told what an index would save', async () => {
  const { panel } = studio
  await openCollection('orders')
  await panel().getByRole('button', { name: 'n', exact: true }).click()
  await panel().getByRole('row').nth(1).getByText('o0', { exact: true }).waitFor()
  await panel().getByRole('button', { name: 'n ↑' }).click()
  await panel().getByRole('row').nth(1).getByText('o2999', { exact: true }).waitFor()
  await panel().getByRole('button', { name: 'n ↓' }).click()
  await search().fill('{"buyer": "b77"}')
  await search().press('Enter')
  const told = panel().getByRole('note', { name: '索引' })
  await told.getByText(/^没有用索引：看了 3000 条，找到 3 条，[\d.]+ ms$/).waitFor()
  await told.getByText(/^建一个 buyer 升序 的索引，只看 3 条，约 [\d.]+ ms/).waitFor()
  await search().fill('')
  await search().press('Enter')
})

test('what is exported can be imported, and what could not is named', async () => {
  const { panel, page } = studio
  await openCollection('goods')
  const [download] = await Promise.all([page.waitForEvent('download'), panel().getByRole('button', { name: '导出' }).click()])
  const text = readFileSync(await download.path(), 'utf8')
  expect([download.suggestedFilename(), (JSON.parse(text) as unknown[]).length]).toEqual(['goods.json', 2])
  await panel().getByRole('button', { name: '导入' }).click()
  const dialog = page.getByRole('dialog', { name: '导入到 goods' })
  await dialog.getByLabel('选择文件').setInputFiles({ name: 'goods.json', mimeType: 'application/json', buffer: Buffer.from(`${text.trim().slice(0, -1)},{"_id":"new","name":"白茶"}]`) })
  await dialog.getByRole('button', { name: '导入' }).click()
  await dialog.getByText('新增 1 条，覆盖 0 条，没有导入 2 条。').waitFor()
  await dialog.getByText(/longjing/).first().waitFor()
  await dialog.getByRole('combobox', { name: '冲突时' }).selectOption('upsert')
  await dialog.getByRole('button', { name: '导入' }).click()
  await dialog.getByText('新增 0 条，覆盖 3 条，没有导入 0 条。').waitFor()
  await dialog.getByRole('button', { name: '关闭' }).click()
})

test('a right is tried: who reads and writes what, and why not', async () => {
  const { panel } = studio
  await openCollection('orders')
  await panel().getByRole('button', { name: '权限与索引' }).click()
  await panel().getByRole('region', { name: '权限', exact: true }).getByText('auth.openid == doc.buyer').waitFor()
  const tried = panel().getByRole('region', { name: '试一试权限' })
  await tried.getByRole('combobox', { name: '做什么' }).selectOption('create')
  await tried.getByRole('textbox', { name: '写入的数据' }).fill('{"tea": "龙井"}')
  await tried.getByRole('button', { name: '可以吗？' }).click()
  await tried.getByText('客人不可以').waitFor()
  await tried.getByRole('textbox', { name: '写入的数据' }).fill(`{"buyer": "${GUEST}"}`)
  await tried.getByRole('button', { name: '可以吗？' }).click()
  await tried.getByText('客人可以').waitFor()
  expect(documents('orders')).toHaveLength(3000)
})

test('a collection that is missing is named, and made as the console does', async () => {
  const { panel, phone, goTo, tab } = studio
  await goTo('goods')
  await tab('数据库').click()
  await phone().getByRole('button', { name: '评价' }).click()
  await phone().getByText('读不到评价 -502005').waitFor()
  await panel().getByRole('complementary', { name: '没有集合 reviews' }).getByRole('button', { name: '像控制台一样新建' }).click()
  await panel().getByText('这个集合还是空的').waitFor()
  await phone().getByRole('button', { name: '评价' }).click()
  await phone().getByText('0 条评价').waitFor()
  await panel().getByRole('button', { name: '权限与索引' }).click()
  await panel().getByText('PRIVATE 仅创建者可读写').waitFor()
  await panel().getByRole('button', { name: '删除集合' }).click()
  await panel().getByRole('button', { name: '真的删除整个集合？' }).click()
  await panel().getByRole('navigation', { name: '集合' }).getByText('reviews').waitFor({ state: 'detached' })
  await panel().getByRole('textbox', { name: '新集合的名字' }).fill('notes')
  await panel().getByRole('button', { name: '新建', exact: true }).click()
  await panel().getByRole('navigation', { name: '集合' }).getByText('notes').waitFor()
})
