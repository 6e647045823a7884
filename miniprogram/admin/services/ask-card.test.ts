import { type Recipient } from '../../services/answers'
import { namesToAsk, shareAskCard, wordsOfCards, wordsOfCopied } from './ask-card'

const heard: { code?: string; templates?: string[] }[] = []
/** The phone, as far as sharing takes it. */
Object.assign(globalThis, {
  wx: {
    onNetworkStatusChange: () => undefined,
    onAppShow: () => undefined,
    cloud: { callFunction: async ({ data }: { data: object }) => (heard.push(data), { result: { ok: true } }) },
  },
})
beforeEach(() => heard.splice(0))

const share = (template: string, isCounted = true): string => shareAskCard({ title: '巡检', template, isCounted }).path

describe('a card that asks', () => {
  it('opens the page of reminders with the kind ticked, and the cloud hears of its code', () => {
    const { title, path } = shareAskCard({ title: '巡检', template: 'patrol', isCounted: true })
    expect(title).toBe('请开启「巡检」，以后有消息就能收到')
    const [, code] = /^\/pages\/subscribe\/subscribe\?kinds=patrol&from=([\w-]{4,32})$/.exec(path) ?? []
    expect(heard).toMatchObject([{ action: 'keepAskCard', code, templates: ['patrol'] }])
  })

  it('has the same code each time for one kind, and another for another', () => {
    expect(share('patrol')).toBe(share('patrol'))
    expect(share('bill')).not.toContain(share('patrol').split('from=')[1])
  })

  it('is not counted for whoever may not have it counted, nor for no kind in particular', () => {
    expect([share('patrol', false), share('')]).toEqual(['/pages/subscribe/subscribe?kinds=patrol', '/pages/subscribe/subscribe'])
    expect(heard).toEqual([])
  })
})

it.each([
  [{ opened: 0, asked: 0, accepted: 0, cards: [] }, '转发后，这里会写有几人开启'],
  [{ opened: 0, asked: 0, accepted: 0, cards: [{}] }, '还没有人打开转发出去的卡片'],
  [{ opened: 3, asked: 3, accepted: 2, cards: [{}] }, '已有 3 人打开，2 人开启'],
])('says what came of them: %j', (cards, words) => {
  expect(wordsOfCards(cards as Parameters<typeof wordsOfCards>[0])).toBe(words)
})

it('copies the names of those who may be asked, by the admins’ own name first, and says of how many there is none', () => {
  const person = (more: object): Recipient => ({ openid: 'o', nickname: '', remark: '', lastSeen: '', canReceive: false, standing: 'none', ...more }) as unknown as Recipient
  const people = [person({ nickname: '刘洋' }), person({ nickname: 'ly', remark: '李阿姨', standing: 'accept' }), person({}), person({ nickname: '孙丽', standing: 'stopped' }), person({ nickname: '赵磊', standing: 'reject' }), person({ nickname: '张伟', canReceive: true })]
  expect(namesToAsk(people)).toEqual({ names: ['刘洋', '李阿姨'], unnamed: 1 })
  expect([wordsOfCopied(2, 1), wordsOfCopied(2, 0), wordsOfCopied(0, 3), wordsOfCopied(0, 0)]).toEqual([
    '复制了 2 个名字，还有 1 位没有名字', '复制了 2 个名字', '这 3 位都没有名字，可以先给他们写备注', '没有还要邀请的人',
  ])
})
