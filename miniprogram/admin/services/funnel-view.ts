import { type Bar, barOf } from './bars'
import { countText, shareText } from './numbers'
import { placeName } from './place-name'
import { type Funnel, type Steps } from './report-answers'

/** What came of asking, the whole first. What never happened has no row, but for the two that everybody looks for. */
export function funnelBars(steps: Pick<Steps, 'asked' | 'accepted' | 'refused' | 'cancelled'> & Partial<Steps>): Bar[] {
  const { asked, accepted, refused, cancelled, always = 0, filtered = 0, failed = 0 } = steps
  const rows: Parameters<typeof barOf>[0][] = [
    { key: 'accepted', title: '同意', count: accepted, tone: 'good', about: always > 0 ? `得知 ${countText(always)} 人选了「总是保持以上选择」：以后不再弹窗，点一下就有` : '' },
    { key: 'refused', title: '不同意', count: refused, tone: 'bad' },
    { key: 'cancelled', title: '没有选就关了', count: cancelled, tone: 'warn' },
    { key: 'filtered', title: '微信没有展示', count: filtered, tone: 'plain', about: '同名的模板一次只展示一个' },
    { key: 'failed', title: '没有弹出来', count: failed, tone: 'plain', about: '网络断了、总开关关着，或这次点击微信不认' },
  ]
  const whole: Bar = { ...barOf({ key: 'asked', title: '请求授权', count: asked, tone: 'info' }, asked, '次'), share: '' }
  return [whole, ...rows.filter(({ key, count }) => count > 0 || key === 'accepted' || key === 'refused').map((row) => barOf(row, asked, '次'))]
}

/** Where people were asked, the most asked place first; what is long is how many of them agreed. */
export function placeBars(places: Funnel['places']): Bar[] {
  return [...places]
    .sort((one, other) => other.asked - one.asked)
    .map(({ page, scene, asked, accepted }) => ({
      key: `${page} ${scene ?? ''}`,
      title: placeName(page, scene),
      count: shareText(accepted, asked),
      share: '',
      percent: asked === 0 ? 0 : (accepted / asked) * 100,
      tone: 'good',
      about: `请求 ${countText(asked)} 次，同意 ${countText(accepted)} 次`,
    }))
}
