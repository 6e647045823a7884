import { type Installed } from './installed'
import { askingPage, backTo, businessPage, goTo, hasPage, pageUrl, readQuery } from './routes'

/** In somebody else's mini-program, without the page that asks. */
const THERE: Installed = { folder: 'subscribe-message', functions: { subscribe: 'subscribe', push: 'push' }, pages: ['pages/message/message', 'admin/overview/overview'], tabs: [], name: '', home: 'pages/index/index' }

it('brings parameters through an address unharmed', () => {
  const query = { id: 'push-1:oUser', name: 'Anna & 王 50%' }
  const url = pageUrl('/admin/compose/compose', query)
  const given = Object.fromEntries(url.slice(url.indexOf('?') + 1).split('&').map((pair) => pair.split('=') as [string, string]))
  expect(readQuery(given)).toEqual(query)
})

it('writes no question mark without parameters', () => {
  expect(pageUrl('/pages/a/a')).toBe('/pages/a/a')
})

it('takes a parameter that somebody wrote by hand as it is', () => {
  expect(readQuery({ id: '50%', gone: undefined })).toEqual({ id: '50%', gone: '' })
})

it.each([
  ['pages/message/message?id=1', undefined],
  ['/pages/message/message', undefined],
  ['', undefined],
  ['pages/patrol/patrol?id=7', '/pages/patrol/patrol?id=7'],
])('a card to %j leads on to %s', (page, expected) => {
  expect(businessPage(page)).toBe(expected)
})

describe('below a folder of another mini-program', () => {
  it('pages are found there, whoever says their address', () => {
    expect(pageUrl('/admin/push/push', { id: '1' }, THERE)).toBe('/subscribe-message/admin/push/push?id=1')
    expect(pageUrl('admin/kind/kind?key=a', {}, THERE)).toBe('/subscribe-message/admin/kind/kind?key=a')
    expect(pageUrl('subscribe-message/pages/invitation/invitation?code=A', {}, THERE)).toBe('/subscribe-message/pages/invitation/invitation?code=A')
  })

  it('a page that was left out is not there', () => {
    expect(hasPage('/admin/overview/overview?days=7', THERE)).toBe(true)
    expect(hasPage('/admin/reach/reach', THERE)).toBe(false)
  })

  it('who is asked to agree opens their home when our page was left out', () => {
    expect(askingPage({ kinds: 'a' }, THERE)).toBe('/pages/index/index')
    expect(askingPage({ kinds: 'a,b', from: 'x1' }, { ...THERE, pages: ['pages/subscribe/subscribe'] })).toBe('/subscribe-message/pages/subscribe/subscribe?kinds=a%2Cb&from=x1')
  })

  it('a page of theirs is a business matter, also one that is called as ours is', () => {
    expect(businessPage('subscribe-message/pages/message/message?id=1', THERE)).toBeUndefined()
    expect(businessPage('pages/message/message?id=1', THERE)).toBe('/pages/message/message?id=1')
  })
})

describe('going there', () => {
  /** WeChat as far as it takes somebody to a page. */
  function wechat(open: string[], tabs: string[]): string[] {
    const went: string[] = []
    const wx = {
      navigateTo: async ({ url }: { url: string }) => {
        if (tabs.includes(url.slice(1))) throw { errMsg: 'navigateTo:fail can not navigateTo a tabbar page' }
        if (url === '/pages/gone/gone') throw { errMsg: 'navigateTo:fail page "pages/gone/gone" is not found' }
        went.push(`navigateTo ${url}`)
      },
      switchTab: async ({ url }: { url: string }) => void went.push(`switchTab ${url}`),
      navigateBack: async ({ delta }: { delta: number }) => void went.push(`navigateBack ${delta}`),
    }
    Object.assign(globalThis, { wx, getCurrentPages: () => open.map((route) => ({ route })) })
    return went
  }

  it('takes a tab of ours for a tab, and another page for a page', async () => {
    const went = wechat([], [])
    await goTo('/pages/messages/messages')
    await goTo('/pages/message/message?id=1')
    expect(went).toEqual(['switchTab /pages/messages/messages', 'navigateTo /pages/message/message?id=1'])
  })

  it('finds out that a page of theirs is a tab', async () => {
    const went = wechat([], ['pages/orders/orders'])
    await goTo('/pages/orders/orders')
    expect(went).toEqual(['switchTab /pages/orders/orders'])
  })

  it('fails for a page that does not exist', async () => {
    wechat([], [])
    await expect(goTo('/pages/gone/gone')).rejects.toMatchObject({ errMsg: expect.stringContaining('not found') })
  })

  it('goes back to a page that is open already', async () => {
    const went = wechat(['pages/index/index', 'admin/overview/overview', 'admin/push/push', 'admin/people/people'], [])
    await backTo('admin/overview/overview')
    await backTo('admin/history/history')
    expect(went).toEqual(['navigateBack 2', 'navigateTo /admin/history/history'])
  })
})
