import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { barriersOn } from './accessibility'
import { openidOf } from './product'
import { type Phone } from './phone'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const SENDER = '周管家'
const BILL = 'bill-due'
const RESIDENTS = ['林夏', '张伟', '李静', '赵磊', '王芳']
const LONG = '3 栋 201 室 2026 年 12 月物业管理费'
const SHEET = `姓名,账单名称,应缴金额
林夏,12 月物业费,￥236.50
张伟,12 月物业费,198元
李静,${LONG},￥305.20
赵磊,"12 月物业费, 含车位",￥88
王小芳,12 月物业费,￥120
`

/** PICTURES=DIR keeps what each step looks like, at every width, light and dark. */
const DIR = process.env['PICTURES']

/** As Excel on a Chinese Windows writes it. */
function inGbk(text: string): Buffer {
  const whole = new TextDecoder('gbk')
  const bytes = new Map<string, number[]>()
  for (let first = 0x81; first <= 0xfe; first += 1)
    for (let second = 0x40; second <= 0xfe; second += 1) bytes.set(whole.decode(new Uint8Array([first, second])), [first, second])
  return Buffer.from([...text].flatMap((each) => ((each.codePointAt(0) ?? 0) < 0x80 ? [each.charCodeAt(0)] : (bytes.get(each) ?? []))))
}

async function choose(phone: Phone, buffer: Buffer): Promise<void> {
  await phone.tap('选择 CSV 文件')
  await phone.page.locator('.mp-file-input').setInputFiles({ name: '物业费.csv', mimeType: 'text/csv', buffer })
}

async function picture(phone: Phone, name: string, isCovered = false): Promise<void> {
  expect([name, await barriersOn(phone, isCovered)]).toEqual([name, []])
  if (DIR === undefined) return
  mkdirSync(DIR, { recursive: true })
  await phone.page.bringToFront()
  for (const width of [320, 375, 430])
    for (const theme of ['light', 'dark'] as const) {
      await phone.showAs({ width, height: 812, theme })
      await phone.page.screenshot({ path: join(DIR, `list-${name}-${width}-${theme}.png`), fullPage: false })
    }
  await phone.showAs({})
}

it('a file of five residents: one name unknown, one text too long; both are told, mended, and each card has her own amount', async () => {
  for (const nickname of RESIDENTS) await product().agree(nickname, BILL)
  const phone = await open(SENDER, `admin/paste/paste?template=${BILL}`)
  await picture(phone, 'paste')
  await choose(phone, inGbk(SHEET))

  await phone.waitForPage('admin/table/table')
  await phone.see('认出 4 人')
  await phone.see('第 6 行：没有找到这个人')
  await picture(phone, 'table')
  await phone.tap('改第 6 行王小芳')
  await phone.type('名字', '王芳')
  await picture(phone, 'name', true)
  await phone.tap('再找一次')
  await phone.see('认出 5 人')
  await phone.tap('下一步（5 人）')

  await phone.waitForPage('admin/compose/compose')
  await phone.see('名单 5 人')
  // Columns that are called as a field stand in it already, and the card is that of the first.
  await phone.see('林夏会看到')
  await phone.see('￥236.50')
  await phone.tap('在咨询电话里插入')
  await picture(phone, 'insert', true)
  await phone.tap('插入姓名')
  await phone.type('咨询电话', '0571-88886688')
  await phone.tap('截止日期的日期')
  await phone.page.getByRole('dialog').getByRole('button', { name: '确定' }).tap()
  await phone.tap('发送')

  await phone.see('这 1 位的内容要改')
  await phone.see(/「账单名称」有 26 个字，超出 6 个/)
  await picture(phone, 'wrong', true)
  for (const nickname of RESIDENTS) expect(await product().inbox(nickname)).toEqual([])
  await phone.tap('改第 3 位李静的内容')
  await picture(phone, 'mend', true)
  await phone.type('李静的账单名称', '12 月物业费')
  await phone.tap('改好了')
  await phone.tap('发送')
  await phone.see('是否推送给 5 人？')
  await phone.tap('确认推送')
  await phone.see('共 5 人：5 人已发送。')

  const amounts = await Promise.all(RESIDENTS.map(async (nickname) => (await product().inbox(nickname)).map(({ lines }) => lines.slice(0, 2).map(({ value }) => value))))
  expect(amounts).toEqual([[['12 月物业费', '￥236.50']], [['12 月物业费', '198元']], [['12 月物业费', '￥305.20']], [['12 月物业费, 含车位', '￥88']], [['12 月物业费', '￥120']]])
})

it('a table is pasted as well, by openid, and whoever is left out gets nothing', async () => {
  for (const nickname of ['张伟', '李静']) await product().agree(nickname, BILL)
  const phone = await open(SENDER, `admin/paste/paste?template=${BILL}`)
  await phone.type('名单', `openid\t应缴金额\n${openidOf('张伟')}\t10\n${openidOf('李静')}\t一百\n不是 openid\t30`)
  await phone.see('读到 3 行 2 列')
  await phone.tap('下一步（3 行）')
  await phone.waitForPage('admin/table/table')
  await phone.see('认出 2 人')
  await phone.see('第 4 行：不像 openid')
  await phone.tap('下一步（2 人）')
  await phone.waitForPage('admin/compose/compose')
  await phone.type('账单名称', '欠费')
  await phone.tap('在账单名称里插入')
  await phone.tap('插入昵称')
  await phone.see('欠费〔昵称〕')
  await phone.type('咨询电话', '0571-88886688')
  await phone.tap('截止日期的日期')
  await phone.page.getByRole('dialog').getByRole('button', { name: '确定' }).tap()
  await phone.tap('发送')
  await phone.see(/「应缴金额」的格式不对/)
  await phone.tap(/^改第 2 位/)
  await phone.tap('不发给这一位')
  await phone.see('名单 1 人')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('共 1 人：1 人已发送。')
  expect((await product().inbox('张伟'))[0]?.lines.slice(0, 2)).toMatchObject([{ value: '欠费张伟' }, { value: '10' }])
  expect(await product().inbox('李静')).toEqual([])
})

it('what is no text is told, and the page goes on', async () => {
  const phone = await open(SENDER, 'admin/paste/paste')
  await choose(phone, Buffer.from([0x50, 0x4b, 3, 4, 0, 0]))
  await phone.see(/这是 Excel 文件，读不了。请在 Excel 里「另存为」CSV/)
  await choose(phone, Buffer.from('姓名'))
  await phone.see('没有读到人')
})
