import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Phone } from './phone'
import { openidOf } from './product'
import { withPhones } from './with-phones'

const DIR = join(__dirname, '../../screenshots')
const wantsPictures = process.env.SCREENSHOTS !== undefined

const { product, open } = withPhones()
const PROFILE = 'pages/profile/profile'

const switches = (changes: object): Promise<unknown> => product().client.post('/emulator/switches', changes)
const sheetOf = (phone: Phone) => phone.page.getByRole('dialog', { name: '隐私保护提示' })

async function nameOf(nickname: string): Promise<string | undefined> {
  const [user] = await product().client.documents<{ nickname: string }>('users', { _id: openidOf(nickname) })
  return user?.nickname
}

describe('whoever has not agreed to the privacy guide', () => {
  beforeEach(() => switches({ privacy: { asks: true } }))

  it('is asked when she copies, may read it, and has her copy once she agrees, without being asked again', async () => {
    const phone = await open('林夏', PROFILE)
    await phone.tap('复制我的 openid')
    await sheetOf(phone).getByText('这一步要用到你的剪切板').waitFor()
    await sheetOf(phone).getByText(/小程序隐私保护指引》/).tap()
    await phone.page.getByRole('button', { name: '关闭', exact: true }).filter({ visible: true }).last().tap()
    await sheetOf(phone).getByRole('button', { name: '同意', exact: true }).tap()
    await phone.see('内容已复制')
    await phone.tap('复制我的 openid')
    expect(await sheetOf(phone).count()).toBe(0)
  })

  it('is told what does not happen when she refuses, uses the rest, and can decide anew', async () => {
    const phone = await open('林夏', PROFILE)
    await phone.tap('复制我的 openid')
    await sheetOf(phone).getByRole('button', { name: '不同意' }).tap()
    await phone.see('没有同意隐私保护指引，所以没有复制')
    await phone.tap('复制我的 openid')
    await sheetOf(phone).getByRole('button', { name: '同意', exact: true }).tap()
    await phone.see('内容已复制')
  })

  it('may refuse WeChat’s own name and type one', async () => {
    const phone = await open('林夏', PROFILE)
    await phone.page.getByRole('textbox', { name: '昵称' }).tap()
    await sheetOf(phone).getByText('这一步要用到你的微信昵称').waitFor()
    await sheetOf(phone).getByRole('button', { name: '不同意' }).tap()
    await phone.type('昵称', '林小夏')
    await phone.tap('保存')
    await phone.see('已保存')
    expect(await nameOf('林夏')).toBe('林小夏')
  })

  it('is asked on the admin pages as well', async () => {
    const phone = await open('周管家', 'admin/paste/paste')
    await phone.tap('从剪贴板粘贴')
    await sheetOf(phone).getByRole('button', { name: '不同意' }).tap()
    await phone.see('可以长按输入框粘贴')
  })

  it.each([320, 414])('sees the sheet whole on a phone of %i, light and dark', async (width) => {
    const phone = await open('林夏', PROFILE, { width, height: 720 })
    await phone.tap('复制我的 openid')
    await sheetOf(phone).waitFor()
    for (const theme of ['light', 'dark'] as const) {
      await phone.showAs({ width, height: 720, theme })
      const box = await sheetOf(phone).boundingBox()
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true)
      if (!wantsPictures) continue
      mkdirSync(DIR, { recursive: true })
      await phone.page.bringToFront()
      await phone.page.screenshot({ path: join(DIR, `privacy-${width}-${theme}.png`) })
    }
    await sheetOf(phone).getByRole('button', { name: '不同意' }).tap()
  })
})

it('where the guide declares no clipboard (errno 112), she is told, and sees what she wanted to copy', async () => {
  await switches({ privacy: { declared: ['UserInfo'] } })
  const phone = await open('林夏', PROFILE)
  await phone.tap('复制我的 openid')
  const dialog = phone.page.getByRole('dialog', { name: '不能复制' })
  await dialog.getByText('小程序还没有在微信后台声明使用剪切板').waitFor()
  await dialog.getByText(openidOf('林夏')).waitFor()
  await dialog.getByRole('button', { name: '知道了' }).tap()
})

it('a name that WeChat refuses is not saved, is told in words, and stays in the field', async () => {
  const phone = await open('林夏', PROFILE)
  await phone.type('昵称', '违禁词样本')
  await phone.tap('保存')
  await phone.see('这个昵称没有通过微信的内容检查')
  expect(await phone.page.getByRole('textbox', { name: '昵称' }).inputValue()).toBe('违禁词样本')
  expect(await nameOf('林夏')).toBe('林夏')
})

it('while WeChat cannot look at a name, nothing is saved and nothing lost: the next try saves it', async () => {
  const phone = await open('林夏', PROFILE)
  await product().faults({ http: { mode: '503json', times: 1, on: 'openapi' } })
  await phone.type('昵称', '林小夏')
  await phone.tap('保存')
  await phone.see('微信没能检查这个昵称，还没保存')
  expect(await nameOf('林夏')).toBe('林夏')
  await phone.tap('保存')
  await phone.see('已保存')
  expect(await nameOf('林夏')).toBe('林小夏')
})
