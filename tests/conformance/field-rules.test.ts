import { ALICE, startLocalDriver, type LocalDriver } from './local-driver'

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
  driver.emulator.wechat.addUser({ openid: ALICE })
})
afterAll(() => driver.close())
afterEach(() => driver.emulator.switches.reset())

const STEP = `
  const { touser, templateId, key, values } = event
  const send = (value) => cloud.openapi.subscribeMessage.send({ touser, templateId, data: { [key]: { value } } })
  const errCodes = []
  for (const value of values) errCodes.push(await send(value).then(({ errCode }) => errCode, ({ errCode }) => errCode))
  return errCodes`

/** errCodes of sends with each of these values in the one keyword of a template. */
async function sendAll(key: string, values: unknown[], enums?: Record<string, string[]>): Promise<unknown> {
  const { wechat } = driver.emulator
  const { templateId } = wechat.addTemplate({ title: '规则', content: `值:{{${key}.DATA}}`, type: 3, ...(enums && { enums }) })
  await wechat.consent({ openid: ALICE, templateIds: [templateId] })
  return (await driver.run(STEP, { touser: ALICE, templateId, key, values })).result
}

/** A test that a keyword takes the good values, and answers 47003 to each of the bad ones. */
function takes(name: string, key: string, good: unknown[], bad: unknown[], enums?: Record<string, string[]>): void {
  test(name, async () => {
    expect(await sendAll(key, good, enums)).toEqual(good.map(() => 0))
    expect(await sendAll(key, bad, enums)).toEqual(bad.map(() => 47003))
  })
}

takes('thing takes 20 characters of any kind', 'thing1', ['广州至北京', '汉'.repeat(20), 'Ab 1!'], ['汉'.repeat(21), 'x'.repeat(21)])
takes('number takes 32 digits, with decimals', 'number1', ['30', '0.5', '1'.repeat(32), 7], ['1'.repeat(33), '1a', '-1', '一'])
takes('letter takes 32 letters', 'letter1', ['AAA', 'a'.repeat(32)], ['a'.repeat(33), 'A1', '字'])
takes('symbol takes 5 symbols', 'symbol1', ['!', '!!!!!'], ['!!!!!!', 'a', '1'])
takes(
  'character_string takes 32 digits, letters and symbols, no Chinese',
  'character_string1',
  ['A2026-0001', 'x'.repeat(32)],
  ['x'.repeat(33), '单号1'],
)
takes(
  'time takes a time of day, also with a date, and a range with a half-width ~',
  'time1',
  ['15:01', '15:01:59', '2019年10月1日 15:01', '15:01~16:01'],
  ['25:00', '3pm', '15:01～16:01'],
)
takes(
  'date takes a date in the four ways of writing, also with a time, and a range',
  'date1',
  ['2019年10月1日', '2019-10-01', '2019/10/01', '2019.10.01', '2019年10月1日 15:01', '2019年10月1日~2019年10月3日'],
  ['tomorrow', '2019-13-01', '2019年10月1日～2019年10月3日'],
)
takes('amount takes a currency sign, 10 digits and 元', 'amount1', ['￥100', '0.05', '100元', '$1234567890'], ['￥12345678901', '一百元', '￥￥1'])
takes('phone_number takes 17 digits and symbols', 'phone_number1', ['+86-0766-66888866'], ['+86-0766-668888661', '电话12345'])
takes('car_number takes 8, Chinese first and last only', 'car_number1', ['粤A8Z888挂', '粤A8Z888'], ['粤A8Z8888挂', '粤粤8Z888'])
takes(
  'name takes 10 Chinese or 20 letters, no digits',
  'name1',
  ['张三', '张'.repeat(10), 'x'.repeat(20)],
  ['张'.repeat(11), 'x'.repeat(21), '用户123456', `张${'x'.repeat(10)}`],
)
takes('phrase takes 5 Chinese characters', 'phrase1', ['配送中', '五个汉字呀'], ['六个汉字呀呀', 'ok', '配送1'])
takes('enum takes the values of its list only', 'enum1', ['进行中'], ['别的'], { enum1: ['进行中', '已完成'] })
takes('const is enum under another name', 'const1', ['正常'], ['别的'], { const1: ['正常'] })
takes('no field takes line breaks, control characters or emoji', 'thing1', ['ok'], ['a\nb', 'a\tb', '😀'])

test('by switch emoji are taken, and count one or two characters', async () => {
  const emoji = '😀'.repeat(11)
  driver.emulator.switches.set({ fields: { emoji: 'allow' } })
  expect(await sendAll('thing1', [emoji])).toEqual([0])
  driver.emulator.switches.set({ fields: { charCount: 'utf16' } })
  expect(await sendAll('thing1', [emoji])).toEqual([47003])
})
