import { SwitchBoard } from './switch-board'
import { DEFAULT_SWITCHES, type SwitchChanges } from './switches'

describe('switches', () => {
  test('are the defaults, changed one by one, and back to the start after a reset', () => {
    const board = new SwitchBoard({ panel: { maxIds: 3 } })
    board.set({ quota: { cap: 10 }, send: undefined, panel: { cancelStyle: 'fail' } })
    expect(board.current).toEqual({
      ...DEFAULT_SWITCHES,
      quota: { ...DEFAULT_SWITCHES.quota, cap: 10 },
      panel: { ...DEFAULT_SWITCHES.panel, maxIds: 3, cancelStyle: 'fail' },
    })
    board.reset()
    expect(board.current).toEqual({ ...DEFAULT_SWITCHES, panel: { ...DEFAULT_SWITCHES.panel, maxIds: 3 } })
  })

  const impossible: [unknown, string][] = [
    [{ quotas: {} }, 'There are no switches named quotas; there are quota, events, fields, send, templates, panel, privacy, content.'],
    [{ constructor: {} }, 'There are no switches named constructor'],
    [{ quota: 5 }, 'quota must be an object of switches.'],
    [{ panel: { maxId: 3 } }, 'There is no switch panel.maxId; there are maxIds, alwaysBoxAfter, cancelStyle.'],
    [{ quota: { wipeOnReject: 'yes' } }, 'The switch quota.wipeOnReject takes boolean, not "yes".'],
    [{ quota: { cap: -1 } }, 'The switch quota.cap takes count or null, not -1.'],
    [{ events: { sentErrorCode: 1.5 } }, 'The switch events.sentErrorCode takes integer, not 1.5.'],
    [{ fields: { emoji: 'yes' } }, 'The switch fields.emoji takes refuse or allow, not "yes".'],
    [{ send: { sensitiveWords: [''] } }, 'The switch send.sensitiveWords takes texts, not [""].'],
    [{ send: { dailyCap: null } }, 'The switch send.dailyCap takes count, not null.'],
  ]
  test.each(impossible)('%j is refused in words and changes nothing', (changes, message) => {
    const board = new SwitchBoard()
    expect(() => board.set({ send: { returnMsgid: false }, ...(changes as SwitchChanges) })).toThrow(message)
    expect(board.current).toEqual(DEFAULT_SWITCHES)
  })
})
