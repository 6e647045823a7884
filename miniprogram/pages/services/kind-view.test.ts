import { type Kind } from '../../services/answers'
import { bannerOf, hintOf, tickedOf, viewKinds, type KindView } from './kind-view'
import { NOTHING_SETTLED } from '../../services/settings'

function kind(key: string, changes: Partial<Kind> = {}): Kind {
  return { key, templateId: `T-${key}`, title: `${key}提醒`, type: 'one-time', about: '', sample: [], credits: 0, standing: 'none', ...changes }
}

describe('kinds of reminders', () => {
  it('are ticked at first, up to the five that one panel may name', () => {
    const views = viewKinds(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => kind(key)), NOTHING_SETTLED)
    expect(tickedOf(views).map((view) => view.key)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('are not ticked by themselves when they were refused, stopped or banned', () => {
    const kinds = [kind('a', { standing: 'reject' }), kind('b', { standing: 'stopped' }), kind('c', { standing: 'ban' }), kind('d')]
    expect(tickedOf(viewKinds(kinds, { ...NOTHING_SETTLED, refused: ['T-d'] }))).toEqual([])
  })

  it('are not ticked by themselves where she has enough, and say so; ticked by hand they stay so until one has become enough', () => {
    const full = kind('a', { credits: 3, target: 3, standing: 'accept' })
    const [a] = viewKinds([full], NOTHING_SETTLED)
    expect(a).toMatchObject({ ticked: false, status: '还可接收 3 条', note: '够用了，用掉以后再开启就行' })
    const byHand = [{ ...a, ticked: true } as KindView]
    expect(tickedOf(viewKinds([{ ...full, credits: 4 }], NOTHING_SETTLED, byHand))).toHaveLength(1)
    const before = viewKinds([{ ...full, credits: 2 }], NOTHING_SETTLED)
    expect([before, viewKinds([full], NOTHING_SETTLED, before)].map((views) => tickedOf(views).length)).toEqual([1, 0])
  })

  it('are ticked as the card asks that brought her, and no others', () => {
    const kinds = [kind('a'), kind('b', { standing: 'reject' }), kind('c', { standing: 'stopped' }), kind('d', { credits: 3, target: 3 }), kind('e')]
    expect(tickedOf(viewKinds(kinds, NOTHING_SETTLED, [], ['b', 'c', 'd', 'e', 'typo'])).map(({ key }) => key)).toEqual(['b', 'e'])
  })

  it('never put a long-term kind into the same panel as one-time ones', () => {
    const views = viewKinds([kind('b', { type: 'long-term' }), kind('a')], NOTHING_SETTLED)
    expect(views.map((view) => view.key)).toEqual(['a', 'b'])
    expect(tickedOf(views).map((view) => view.key)).toEqual(['a'])
  })

  it('keep the ticks and folds of the user when fresh numbers come', () => {
    const before = viewKinds([kind('a'), kind('b')], NOTHING_SETTLED).map((view) => ({ ...view, ticked: view.key === 'b', isOpen: view.key === 'a' }))
    const [a, b] = viewKinds([kind('a', { credits: 2 }), kind('b')], NOTHING_SETTLED, before)
    expect(a).toMatchObject({ ticked: false, isOpen: true, status: '还可接收 2 条' })
    expect(b).toMatchObject({ ticked: true, isOpen: false, status: '未开启' })
  })

  it('count none that WeChat would not ask for, as soon as that is known', () => {
    const before = viewKinds([kind('a'), kind('b')], NOTHING_SETTLED)
    const views = viewKinds([kind('a'), kind('b')], { ...NOTHING_SETTLED, refused: ['T-a'] }, before)
    expect(tickedOf(views).map((view) => view.key)).toEqual(['b'])
    expect(views[0]).toMatchObject({ isShut: true, note: expect.stringContaining('总是保持以上选择') })
  })

  it.each([
    [{ standing: 'stopped', credits: 3 }, '已停止', /3 条还在/],
    [{ standing: 'ban' }, '被微信停用', /暂时不能开启/],
    [{ type: 'long-term', standing: 'accept' }, '长期有效', /^$/],
    [{ type: 'long-term' }, '未开启', /^$/],
    [{ standing: 'accept', credits: 0 }, '次数已用完', /^$/],
    [{ standing: 'accept', credits: 1 }, '还可接收 1 条', /^$/],
  ] as [Partial<Kind>, string, RegExp][])('%j reads %s', (changes, status, note) => {
    const [view] = viewKinds([kind('a', changes)], NOTHING_SETTLED)
    expect(view?.status).toBe(status)
    expect(view?.note).toMatch(note)
  })
})

describe('what holds for the page', () => {
  it('is quiet when nothing stands in the way', () => {
    expect(bannerOf(viewKinds([kind('a')], NOTHING_SETTLED), NOTHING_SETTLED)).toBeUndefined()
  })

  it('leads to the settings when all notifications are off, whatever else', () => {
    const settings = { ...NOTHING_SETTLED, mainSwitch: false, accepted: [], refused: ['T-a'] }
    expect(bannerOf(viewKinds([kind('a')], settings), settings)).toMatchObject({ text: expect.stringContaining('关闭了'), hasSettings: true })
  })

  it('names the kinds that were refused for good', () => {
    const settings = { ...NOTHING_SETTLED, mainSwitch: true, accepted: [], refused: ['T-a'] }
    expect(bannerOf(viewKinds([kind('a'), kind('b')], settings), settings)?.text).toContain('「a提醒」')
  })

  it('says that no panel will show only when that is so for all that is ticked', () => {
    const settings = { ...NOTHING_SETTLED, mainSwitch: true, accepted: ['T-a'], refused: [] }
    const views = viewKinds([kind('a'), kind('b')], settings)
    expect(hintOf(tickedOf(views), settings)).toBe('每同意一次，可收到一条')
    expect(hintOf(tickedOf(views.slice(0, 1)), settings)).toContain('不再弹窗')
  })
})
