import { type Template } from '../templates/template'
import { noSteps, type Place } from './facts'
import { noStock, type Stock } from './stock'
import { waysFor, type Way } from './ways'

const template = (key: string, more: Partial<Template> = {}): Template => ({ _id: key, templateId: `T-${key}`, title: `「${key}」`, type: 'one-time', fields: [], enabled: true, page: 'pages/message/message', ...more }) as Template
const OWN = template('own')
const place = (page: string, asked: number, accepted: number, scene?: number): Place => ({ ...noSteps(), page, asked, accepted, ...(scene !== undefined && { scene }) })
const ways = (places: Place[], stock: Partial<Stock> = {}, others: Template[] = [], able: Record<string, number> = {}): Way[] =>
  waysFor(OWN, { ...noStock(), ...stock }, places, [OWN, ...others], new Map(Object.entries(able).map(([key, canReceive]) => [`T-${key}`, { ...noStock(), canReceive }])))
const ofKind = (all: readonly Way[], kind: Way['kind']): Way[] => all.filter((way) => way.kind === kind)

describe('where people are asked', () => {
  it('the three busiest places with their rates, and what to do at the best of them', () => {
    const found = ofKind(ways([place('pages/a', 200, 100, 1047), place('pages/b', 40, 30), place('pages/c', 30, 3), place('pages/d', 25, 25)]), 'place')
    expect(found).toMatchObject([
      { page: 'pages/a', scene: 1047, asked: 200, rate: 0.5, advice: expect.stringContaining('换个时机') as string, text: expect.stringContaining('在 pages/a（场景值 1047）问了 200 次，同意 100 次（50%）') as string },
      { page: 'pages/b', asked: 40, rate: 0.75, advice: expect.stringContaining('比例最高') as string },
      { page: 'pages/c', asked: 30, rate: 0.1, advice: expect.stringContaining('换个时机') as string },
    ])
    expect(found[1]).not.toHaveProperty('scene')
  })

  it('a rate of a few says nothing, neither of them nor of the others', () => {
    const [often, seldom] = ofKind(ways([place('pages/a', 30, 15), place('pages/b', 19, 19)]), 'place')
    expect(seldom).toMatchObject({ rate: 1, advice: '问得还少，比例先不作数。' })
    // With nothing to hold it against none is «the best».
    expect(often?.advice).not.toContain('最高')
  })

  it.each([[[]], [[place('', 50, 10)]], [[place('pages/a', 0, 0)]]])('where nobody was asked on a page that is known, it says so', (places) => {
    expect(ofKind(ways(places), 'place')).toEqual([{ kind: 'place', text: expect.stringContaining('没有在任何页面问过') as string }])
  })
})

it('a share card is for those who were never asked or have nothing left, or for others when all were', () => {
  expect(ofKind(ways([], { neverAsked: 12, cancelled: 3 }), 'share')).toMatchObject([{ text: expect.stringContaining('12 人从没问过，3 人') as string }])
  expect(ofKind(ways([], { canReceive: 9 }), 'share')).toMatchObject([{ text: expect.stringContaining('都问过了') as string }])
})

it('three kinds that more people have are asked together with it: of its own type, ready, and not itself', () => {
  const others = [template('few'), template('many'), template('some'), template('none'), template('long', { type: 'long-term' }), template('off', { enabled: false })]
  const together = ofKind(ways([], {}, others, { own: 99, few: 2, many: 50, some: 10, long: 80, off: 90 }), 'together')
  expect(together.map((way) => way.template)).toEqual(['many', 'some', 'few'])
  expect(together[0]?.text).toContain('50 人能收到')
})
