import { readSettings } from './settings'

it('reads what was decided for good, with all words of consent', () => {
  const itemSettings = { A: 'accept', B: 'reject', C: 'ban', D: 'acceptWithAudio' }
  expect(readSettings({ mainSwitch: true, itemSettings })).toEqual({ mainSwitch: true, accepted: ['A', 'D'], refused: ['B', 'C'], items: itemSettings })
})

it('reads the short form before the first «always», and none at all', () => {
  expect(readSettings({ mainSwitch: false })).toEqual({ mainSwitch: false, accepted: [], refused: [], items: {} })
  expect(readSettings(undefined)).toEqual({ mainSwitch: true, accepted: [], refused: [], items: {} })
})
