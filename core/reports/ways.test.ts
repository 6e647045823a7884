import { type Template } from '../templates/template'
import { noSteps, type Place } from './facts'
import { noStock, type Stock } from './stock'
import { waysFor } from './ways'

const template = (key: string, more: Partial<Template> = {}): Template => ({
  _id: key, templateId: `tpl-${key}`, title: `${key}提醒`, type: 'one-time', about: '', fields: [], page: '', sample: {}, enabled: true, updatedAt: new Date(0), ...more,
})
const place = (page: string, asked: number, accepted: number, scene?: number): Place => ({ ...noSteps(), page, asked, accepted, ...(scene !== undefined && { scene }) })
const OURS = template('bill')

function ways({ places = [], stock = {}, others = [], able = {} }: { places?: Place[]; stock?: Partial<Stock>; others?: Template[]; able?: Record<string, number> }): ReturnType<typeof waysFor> {
  const stocks = new Map(Object.entries(able).map(([key, canReceive]) => [`tpl-${key}`, { ...noStock(), canReceive }]))
  return waysFor(OURS, { ...noStock(), ...stock }, places, [OURS, ...others], stocks)
}

describe('ways to reach more people', () => {
  it('name the places where people are asked, with how many agreed, and praise the best', () => {
    const [first, second] = ways({ places: [place('pages/order/order', 100, 30), place('pages/mine/mine', 40, 36, 1043)] })
    expect(first).toMatchObject({ kind: 'place', page: 'pages/order/order', asked: 100, rate: 0.3, text: expect.stringContaining('问了 100 次，同意 30 次（30%）') as string, advice: expect.stringContaining('换个时机') as string })
    expect(second).toMatchObject({ scene: 1043, rate: 0.9, advice: expect.stringContaining('多引导用户到这里') as string })
  })

  it('draw nothing from a rate of few', () => {
    const [few, many] = ways({ places: [place('pages/a/a', 19, 19), place('pages/b/b', 20, 1)] })
    expect(few?.advice).toContain('问得还少')
    // The only rate that counts is not the best of several.
    expect(many?.advice).toContain('换个时机')
  })

  it('are three places at most, and none without a name or where nobody was asked', () => {
    const places = [place('', 900, 1), place('pages/z/z', 0, 0), ...['a', 'b', 'c', 'd'].map((name) => place(`pages/${name}`, 50, 5))]
    expect(ways({ places }).filter(({ kind }) => kind === 'place').map(({ page }) => page)).toEqual(['pages/a', 'pages/b', 'pages/c'])
  })

  it('say so where nobody was asked at all', () => {
    expect(ways({})[0]).toMatchObject({ kind: 'place', text: expect.stringContaining('没有在任何页面问过') as string })
  })

  it('tell how many a shared card could still win, or that new people are needed', () => {
    expect(ways({ stock: { neverAsked: 7, cancelled: 2 } }).find(({ kind }) => kind === 'share')?.text).toMatch(/7 人从没问过，2 人问过但现在没有剩余次数/)
    expect(ways({ stock: {} }).find(({ kind }) => kind === 'share')?.text).toContain('都问过了')
  })

  it('offer kinds that can be asked for in the same tap: ready, of the same type, the best known first', () => {
    const others = [
      template('patrol'), template('visitor'), template('repair'), template('parcel'),
      template('off', { enabled: false }), template('unfilled', { templateId: '{{env.TEMPLATE_ID}}' }), template('long', { type: 'long-term' }),
    ]
    const together = ways({ others, able: { patrol: 5, visitor: 9, repair: 7, parcel: 1, off: 99, long: 99 } }).filter(({ kind }) => kind === 'together')
    expect(together.map(({ template: key }) => key)).toEqual(['visitor', 'repair', 'patrol'])
    expect(together[0]?.text).toContain('有 9 人能收到')
  })
})
