import { DEFAULT_SWITCHES as DATABASE } from '../../../database/switches'
import { DEFAULT_FUNCTION_SWITCHES } from '../../../functions/switches'
import { defaultGatewaySwitches } from '../../../gateway/switches'
import { NetworkAccess } from '../../../network/network'
import { DEFAULT_SWITCHES as WECHAT } from '../../../wechat/switches'
import { GROUP_WORDS, SWITCH_WORDS } from './switch-words'

test('every switch of the local cloud is asked in words, and its default is among the options', () => {
  const owners: object[] = [WECHAT, DEFAULT_FUNCTION_SWITCHES, defaultGatewaySwitches(), { db: DATABASE }, { network: new NetworkAccess().switches }]
  const groups = owners.flatMap((switches) => Object.entries(switches) as [string, Record<string, unknown>][])
  const names = groups.flatMap(([group, values]) => Object.keys(values).map((key) => `${group}.${key}`))
  expect(Object.keys(SWITCH_WORDS).sort()).toEqual(names.sort())
  for (const [group, values] of groups) {
    expect(Object.keys(GROUP_WORDS)).toContain(group)
    for (const [key, value] of Object.entries(values)) {
      const { options } = SWITCH_WORDS[`${group}.${key}`] ?? {}
      if (options) expect(Object.keys(options)).toContain(String(value))
    }
  }
})
