import { readEnvironmentFile } from './environment-file'
import { temporaryProject, type TemporaryProject } from './temporary-project'

let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject()
})
afterEach(() => project.remove())

const read = (file: unknown) => {
  project.write('environment.json', file)
  return readEnvironmentFile(`${project.dir}/environment.json`, ['push', 'events'])
}

it('reads collections, function rules and message push', () => {
  const file = {
    collections: {
      open: {},
      history: { acl: 'ADMINONLY', indexes: [{ name: 'at', keys: [['createdAt', -1]] }] },
      mine: { acl: 'CUSTOM', rule: { read: 'doc._openid == auth.openid', write: false } },
    },
    functionRules: { '*': { invoke: 'auth != null' }, events: { invoke: false } },
    messagePush: [
      { msgType: 'event', event: 'subscribe_msg_popup_event', function: 'events' },
      { msgType: 'text', event: '', function: 'events' },
    ],
  }
  expect(read(file)).toEqual({ ...file, collectionPrefix: '' })
})

it('is empty when the file is', () => {
  expect(read({})).toEqual({ collections: {}, collectionPrefix: '', functionRules: {}, messagePush: [] })
})

const ROUTE = { msgType: 'event', event: 'e', function: 'events' }

it.each([
  [{ collections: { a: 1 } }, /Collection a in .* must be an object/],
  [{ collections: { a: { acl: 'PUBLIC' } } }, /"acl" must be one of READONLY, .*, not "PUBLIC"/],
  [{ collections: { a: { acl: 'CUSTOM' } } }, /"acl": "CUSTOM" needs a "rule"/],
  [{ collections: { a: { indexes: [{ name: 'i', keys: [['x', 2]] }] } } }, /an index looks like/],
  [{ collections: { a: { indexes: [{ name: 'i', keys: [] }] } } }, /an index looks like/],
  [{ functionRules: { '*': { invoke: "auth.openid == 'x'" } } }, /The rule of function \* .* must be \{"invoke": …\} with true or/],
  [{ functionRules: { push: { invoke: true } } }, /must have a rule for "\*"/],
  [{ messagePush: [{ event: 'e', function: 'push' }] }, /needs "msgType", "event" and "function"/],
  [{ messagePush: [ROUTE, { ...ROUTE, function: 'push' }] }, /names <event, e> twice; one pair goes to one function/],
  [{ messagePush: [{ ...ROUTE, function: 'nobody' }] }, /to the function nobody, which does not exist/],
])('refuses %j in words', (file, words) => {
  expect(() => read(file)).toThrow(words)
})

describe('a prefix of the collections', () => {
  const file = (collectionPrefix: unknown) => ({ collectionPrefix, collections: { notes: {} } })
  const named = (collectionPrefix: unknown, variables: Record<string, string> = {}) => {
    project.write('environment.json', file(collectionPrefix))
    const { collections, collectionPrefix: prefix } = readEnvironmentFile(`${project.dir}/environment.json`, [], variables)
    return [Object.keys(collections), prefix]
  }
  const SETTING = { variable: 'PREFIX', default: 'my_' }

  it('goes before each name: the variable over the default, none for nothing', () => {
    expect(named(SETTING)).toEqual([['my_notes'], 'my_'])
    expect(named(SETTING, { PREFIX: '' })).toEqual([['my_notes'], 'my_'])
    expect(named(SETTING, { PREFIX: 'other_' })).toEqual([['other_notes'], 'other_'])
    expect(named(SETTING, { PREFIX: 'none' })).toEqual([['notes'], ''])
    expect(named({ variable: 'PREFIX' })).toEqual([['notes'], ''])
  })

  it('that cannot begin a name is refused in words', () => {
    expect(() => named(SETTING, { PREFIX: '1 2' })).toThrow(/The prefix of the collections \(PREFIX\) must be none or letters/)
  })
})
