import { faultsOfKeys } from './operator-keys'

const KEY = 'a long secret of ours'
const NEXT = 'the secret that comes after it'

it.each<[string, Record<string, string | undefined>, RegExp[]]>([
  ['one good key', { OPERATOR_KEY: KEY }, []],
  ['a good key and its good successor, with names', { OPERATOR_KEY: KEY, OPERATOR_KEY_NAME: '2026-冬', OPERATOR_KEY_NEXT: NEXT, OPERATOR_KEY_NEXT_NAME: 'li.wei' }, []],
  ['no key', {}, [/^没有设置 OPERATOR_KEY：部署后控制台将无法调用/]],
  ['an empty key', { OPERATOR_KEY: '', OPERATOR_KEY_NEXT: '' }, [/^没有设置 OPERATOR_KEY/]],
  ['a successor alone', { OPERATOR_KEY_NEXT: NEXT }, [/^没有设置 OPERATOR_KEY/]],
  ['a weak key', { OPERATOR_KEY: 'short' }, [/^OPERATOR_KEY 太短或太简单/]],
  ['a weak successor', { OPERATOR_KEY: KEY, OPERATOR_KEY_NEXT: 'a'.repeat(40) }, [/^OPERATOR_KEY_NEXT 太短或太简单/]],
  ['a name that cannot be one', { OPERATOR_KEY: KEY, OPERATOR_KEY_NAME: 'with a space' }, [/^OPERATOR_KEY_NAME 不能作密钥的名字/]],
  ['a name of the successor that cannot be one', { OPERATOR_KEY: KEY, OPERATOR_KEY_NEXT_NAME: 'a'.repeat(33) }, [/^OPERATOR_KEY_NEXT_NAME 不能作密钥的名字/]],
])('before a deployment, %s is told of in words, or is nothing to tell of', (_what, variables, expected) => {
  expect(faultsOfKeys(variables)).toEqual(expected.map((words) => expect.stringMatching(words) as string))
})
