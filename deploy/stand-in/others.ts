import { type Account, emptyAccount, newCollection, newFunction } from './account'

/** An account in whose environment somebody else's things live already: what must be the same, byte for byte, whatever we do. */
export function accountOfOthers(envId: string): Account {
  const account = emptyAccount(envId)
  const environment = account.environments[envId] as Account['environments'][string]
  environment.collections = {
    users: { ...newCollection({ u1: { _id: 'u1', name: '别人的用户' } }), aclTag: 'READONLY' },
    messages: { ...newCollection({ m1: { _id: 'm1', text: 'chat' } }), aclTag: 'CUSTOM', rule: '{"read":"auth != null","write":false}' },
    orders: newCollection(),
  }
  environment.functions = {
    login: { ...newFunction('login', { Environment: { Variables: [{ Key: 'SALT', Value: 'x' }] } }, 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=='), triggers: [] },
    cleanup: {
      ...newFunction('cleanup', { Runtime: 'Nodejs16.13', Timeout: 20 }),
      triggers: [{ TriggerName: 'nightly', Type: 'timer', TriggerDesc: '0 30 3 * * * *', Enable: 1 }],
    },
  }
  environment.functionRule = '{"*":{"invoke":"auth != null"},"cleanup":{"invoke":false}}'
  account.wechat.push = { enable: true, callbacks: [{ msgType: 'text', event: '', env: envId, functionName: 'login', enable: true }] }
  return account
}
