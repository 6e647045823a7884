import { h } from '../dom'
import { define, type ElementDefinition } from './element'

/** Components that need what a desktop does not have: each stands in its place and says so. */
const WORDS = {
  camera: '摄像头',
  'live-player': '直播',
  'live-pusher': '推流',
  ad: '广告',
  'ad-custom': '广告',
  'official-account': '公众号',
} as const

export const placeholders: ElementDefinition[] = [
  ...Object.entries(WORDS).map(([tag, words]) =>
    define({
      tag: tag as keyof typeof WORDS,
      properties: {},
      setup: ({ dom }) => dom.prepend(h('p', { class: 'mp-placeholder' }, `${words} · 本地云里没有`)),
    }),
  ),
  define({
    tag: 'web-view',
    properties: { src: '' },
    setup(element) {
      const words = h('p', { class: 'mp-placeholder' })
      element.dom.append(words)
      element.on(['src'], () => (words.textContent = `网页 ${element.properties.src} · 本地云不打开其他网站`))
    },
  }),
  define({
    tag: 'open-data',
    properties: { type: '' },
    setup(element) {
      // 不再展示真实的用户头像和昵称, since 2022.
      element.on(['type'], () => (element.dom.textContent = element.properties.type === 'userNickName' ? '微信用户' : ''))
    },
  }),
]
