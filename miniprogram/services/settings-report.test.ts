import { type Kind } from './answers'
import { readSettings, type SubscriptionSettings } from './settings'
import { isNews } from './settings-report'

const kind = (standing: Kind['standing'], credits = 0): Kind[] => [
  { key: 'a', templateId: 'A', title: '巡检任务提醒', type: 'one-time', about: '', sample: [], credits, standing },
]
const says = (word?: string, mainSwitch = true): SubscriptionSettings => readSettings({ mainSwitch, ...(word !== undefined && { itemSettings: { A: word } }) })

it.each<[string, boolean, SubscriptionSettings, Kind[], boolean]>([
  ['nothing was decided for good', false, says(), kind('accept', 2), false],
  ['what was refused for good still counts as agreed', true, says('reject'), kind('accept', 0), false],
  ['sends are left of what was refused for good', true, says('reject'), kind('stopped', 2), false],
  ['the refusal is known', false, says('reject'), kind('reject'), false],
  ['the ban is known', false, says('ban'), kind('ban', 2), false],
  ['the ban is not known', true, says('ban'), kind('accept', 2), false],
  ['what was allowed counts as refused', true, says('accept'), kind('reject'), false],
  ['what was allowed was never heard of', true, says('acceptWithAudio'), kind('none'), false],
  ['what was allowed is stopped here', false, says('accept'), kind('stopped'), false],
  ['everything is off and the cloud does not know', true, says(undefined, false), kind('none'), false],
  ['everything is off and the cloud knows', false, says('accept', false), kind('none'), true],
  ['everything is on again and the cloud does not know', true, says(), kind('none'), true],
])('when %s, it is news: %p', (_, expected, settings, kinds, toldOff) => {
  expect(isNews(settings, kinds, toldOff)).toBe(expected)
})
