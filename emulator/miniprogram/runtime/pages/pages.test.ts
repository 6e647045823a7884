import { type Manifest } from '../../manifest'
import { EventChannel } from './event-channel'
import { parsePageUrl, parseQuery } from './url'
import { tabBarConfig, windowConfig } from './window-config'

test.each([
  ['/pages/a/a', '', { path: 'pages/a/a', query: {} }],
  ['/pages/a/a.html?x=1&y=', '', { path: 'pages/a/a', query: { x: '1', y: '' } }],
  ['../b/b?n=%E8%8B%B9', 'pages/a/a', { path: 'pages/b/b', query: { n: '%E8%8B%B9' } }],
  ['./c', 'pages/a/a', { path: 'pages/a/c', query: {} }],
  ['d', 'pages/a/a', { path: 'pages/a/d', query: {} }],
])('%s from %s leads to its page, with the query as it stands', (url, from, expected) => {
  expect(parsePageUrl(url, from)).toEqual(expected)
})

test('a value may contain = and ?, and a name may stand alone', () => {
  expect(parseQuery('a=b=c&d')).toEqual({ a: 'b=c', d: '' })
  expect(parsePageUrl('/p?back=/q?x=1')).toEqual({ path: 'p', query: { back: '/q?x=1' } })
})

describe('an event channel', () => {
  const heard: unknown[] = []
  const hear = (...args: unknown[]) => void heard.push(args)
  beforeEach(() => heard.splice(0))

  test('reaches the handlers given at its making and later ones', () => {
    const channel = new EventChannel({ a: hear })
    channel.on('b', hear)
    channel.emit('a', 1, 2)
    channel.emit('b')
    channel.emit('c')
    expect(heard).toEqual([[1, 2], []])
  })

  test('forgets what was for once, and what is taken off', () => {
    const channel = new EventChannel()
    channel.once('a', hear)
    channel.on('b', hear)
    channel.emit('a')
    channel.emit('a')
    channel.off('b', hear)
    channel.emit('b')
    expect(heard).toEqual([[]])
  })

  test('off without a handler forgets all of that name', () => {
    const channel = new EventChannel({ a: hear })
    channel.on('a', hear)
    channel.off('a')
    channel.emit('a')
    expect(heard).toEqual([])
  })
})

describe('window configuration', () => {
  const manifest: Manifest = {
    appid: 'wx1',
    name: 'x',
    pages: ['a'],
    app: {
      pages: ['a'],
      window: { navigationBarTitleText: '全部', navigationBarBackgroundColor: '@bar' },
      tabBar: { color: '@bar', selectedColor: '#000', backgroundColor: '#fff', list: [{ pagePath: 'a', text: 'A', iconPath: '@icon' }] },
    },
    themes: { light: { bar: '#fff', icon: 'day.png' }, dark: { bar: '#111', icon: 'night.png' } },
    components: {
      a: { isPage: true, styleScope: '', uses: [], faults: [], json: { usingComponents: {}, navigationBarTitleText: '这页', onReachBottomDistance: 80 } },
    },
  }

  test('a page says it last, app.json before, and WeChat\'s defaults first', () => {
    expect(windowConfig(manifest, 'a', 'light')).toMatchObject({
      navigationBarTitleText: '这页',
      navigationBarBackgroundColor: '#fff',
      navigationBarTextStyle: 'white',
      onReachBottomDistance: 80,
    })
  })

  test('names of theme.json stand for the value of the theme', () => {
    expect(windowConfig(manifest, 'a', 'dark').navigationBarBackgroundColor).toBe('#111')
    expect(tabBarConfig(manifest, 'dark')).toMatchObject({ color: '#111', selectedColor: '#000', list: [{ iconPath: 'night.png' }] })
  })
})
