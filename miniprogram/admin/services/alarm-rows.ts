import { type Alarm } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { hasPage, pageUrl } from '../../services/routes'
import { type Tone } from './message-states'

/** Something that is wrong, as the home shows it. */
export interface AlarmRow {
  id: Alarm['id']
  problem: string
  title: string
  about: string
  step: string
  /** Empty where nothing says when it began. */
  since: string
  tone: Tone
  /** Empty where there is nothing to go to. */
  button: string
  url: string
}

/** They pass by themselves. */
const PASSING: readonly Alarm['id'][] = ['own-limit-near', 'own-limit', 'daily-limit']

/** @param maySend  whoever may not only looks */
export function alarmRows(alarms: readonly Alarm[], maySend: boolean, now: Date = new Date()): AlarmRow[] {
  return alarms.map(({ id, problem, title, about, step, since, button }) => {
    const way = button && hasPage(button.page) ? button : undefined
    return {
      id,
      problem,
      title,
      about,
      step,
      since: since === undefined ? '' : `${momentOf(since, now)} 起`,
      tone: PASSING.includes(id) ? 'warn' : 'bad',
      button: way === undefined ? '' : maySend ? way.text : '查看',
      url: way ? pageUrl(way.page) : '',
    }
  })
}
