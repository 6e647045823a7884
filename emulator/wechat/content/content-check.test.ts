import { ALICE, parse, startPlatform } from '../platform.fixture'

const TEXT = { version: 2, scene: 1, openid: ALICE, content: '林夏' }

async function check(more: Record<string, unknown> = {}, switches = {}): Promise<Record<string, unknown>> {
  const { wechat } = startPlatform({ switches })
  return parse(await wechat.call('security.msgSecCheck', { ...TEXT, ...more }))
}

describe('security.msgSecCheck, version 2', () => {
  test('lets an ordinary text pass', async () => {
    expect(await check()).toMatchObject({ errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 } })
  })

  test.each([
    ['违禁词样本', 'risky'],
    ['我的待复核样本', 'review'],
  ])('answers %s with success, and says that it is %s', async (content, suggest) => {
    expect(await check({ content })).toMatchObject({ errcode: 0, result: { suggest, label: 21000 }, detail: [{ suggest }] })
  })

  test('its words are those of the switch, and the nickname counts as well', async () => {
    expect(await check({ nickname: '坏名字' }, { content: { riskyWords: ['坏'] } })).toMatchObject({ result: { suggest: 'risky' } })
  })

  test.each([
    [{ content: '' }, 44002],
    [{ content: undefined }, 44002],
    [{ content: '字'.repeat(2501) }, 44002],
    [{ scene: 5 }, 40129],
    [{ scene: undefined }, 40129],
    [{ openid: undefined }, 40003],
    [{ openid: '林夏' }, 40003],
  ])('%j is refused with %i', async (more, errcode) => {
    expect(await check(more)).toMatchObject({ errcode })
  })
})

test('version 1 refuses a risky text with 87014', async () => {
  expect(await check({ version: undefined })).toMatchObject({ errcode: 0 })
  expect(await check({ version: undefined, content: '违禁词样本' })).toMatchObject({ errcode: 87014 })
})
