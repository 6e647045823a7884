import { addPhone, changePhone, firstUser, openPage, openShared, phoneAddress, readPhones, removePhone, startPhone, type Phones } from './phone-state'

const CHEN = { openid: 'oChen', role: 'owner' }
const LIN = { openid: 'oLin' }
const ZHANG = { openid: 'oZhang' }
const USERS = [CHEN, LIN, ZHANG]
const EMPTY: Phones = { list: [], activeId: 0 }
const one = addPhone(EMPTY, USERS, 'light')
const two = addPhone(one, USERS, 'light')

describe('who is on a phone', () => {
  test('the first one shows the first user without a role', () => {
    expect(one).toMatchObject({ list: [{ openid: 'oLin', page: '', network: 'normal' }], activeId: 1 })
    expect(firstUser([CHEN])).toBe('oChen')
    expect(firstUser([])).toBe('')
  })

  test('the second one shows somebody with a role, and becomes the active one', () => {
    expect(two.list.map(({ openid }) => openid)).toEqual(['oLin', 'oChen'])
    expect(two.activeId).toBe(2)
  })

  test('one that is taken away leaves the other active', () => {
    expect(removePhone(two, 2)).toMatchObject({ list: [{ id: 1 }], activeId: 1 })
    expect(removePhone(two, 1)).toMatchObject({ list: [{ id: 2 }], activeId: 2 })
  })
})

describe('a tap on a card', () => {
  test('opens the phone of its user cold at the page', () => {
    const opened = openPage(two, 'oLin', '/pages/message?id=1')
    expect(opened.activeId).toBe(1)
    expect(opened.list).toMatchObject([{ page: 'pages/message?id=1', starts: 1 }, { openid: 'oChen', starts: 0 }])
  })

  test('starts again when the page is the one that is open', () => {
    const again = openPage(openPage(one, 'oLin', 'pages/a'), 'oLin', 'pages/a')
    expect(again.list).toMatchObject([{ starts: 2 }])
  })

  test('of a user without a phone changes the active one to that user', () => {
    expect(openPage(two, 'oZhang', 'pages/a').list).toMatchObject([{ openid: 'oLin' }, { openid: 'oZhang', page: 'pages/a', starts: 1 }])
  })

  test('without any phone does nothing', () => {
    expect(openPage(EMPTY, 'oLin', 'pages/a')).toBe(EMPTY)
  })
})

describe('a card that was shared', () => {
  const card = { from: 'oChen', path: '/pages/subscribe?kinds=a' }

  test('opens at the phone of whoever opens it, as from a chat', () => {
    expect(openShared(two, card, 'oLin')).toMatchObject({ activeId: 1, list: [{ openid: 'oLin', page: 'pages/subscribe?kinds=a', scene: 1007, starts: 1 }, { openid: 'oChen', starts: 0 }] })
  })

  test('of somebody without a phone opens at the one that did not send it', () => {
    expect(openShared(two, card, 'oZhang').list).toMatchObject([{ openid: 'oZhang', starts: 1 }, { openid: 'oChen', starts: 0 }])
  })

  test('opens at another phone where only the sender has one', () => {
    const alone = changePhone(one, 1, { openid: 'oChen' })
    expect(openShared(alone, card, 'oLin').list).toMatchObject([{ openid: 'oChen', starts: 0 }, { openid: 'oLin', page: 'pages/subscribe?kinds=a', starts: 1 }])
  })
})

test('a start without a page stays at the page', () => {
  const opened = openPage(one, 'oLin', 'pages/a')
  expect(startPhone(opened, 1).list).toMatchObject([{ page: 'pages/a', starts: 2 }])
  expect(startPhone(opened, 1, '').list).toMatchObject([{ page: '', scene: undefined, starts: 2 }])
})

test('the address carries user, page with its query, theme, network and font size', () => {
  const [phone] = changePhone(openPage(one, 'oLin', 'pages/a?id=1&b=2'), 1, { network: 'slow', fontSize: '23.8' }).list
  const { pathname, searchParams } = new URL(phone ? phoneAddress(phone) : '', 'http://localhost')
  expect(pathname).toBe('/miniprogram/')
  const query = { openid: 'oLin', path: 'pages/a?id=1&b=2', theme: 'light', network: 'slow', fontSize: '23.8', scene: '1107' }
  expect(Object.fromEntries(searchParams)).toEqual(query)
  expect(one.list[0] && phoneAddress(one.list[0])).not.toContain('path=')
})

test('a phone that was kept before it could be told a font size has the standard one', () => {
  const { list } = readPhones({ list: [{ id: 1, openid: 'oLin', page: '', theme: 'light', network: 'normal', starts: 3 }], activeId: 1 })
  expect(list).toMatchObject([{ fontSize: '17', starts: 3 }])
})

test.each([[undefined], ['x'], [{ list: [{ id: 'no' }] }], [{}]])('what was kept and makes no sense is left out: %j', (kept) => {
  expect(readPhones(kept).list).toEqual([])
})
