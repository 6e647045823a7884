import { callFunction } from '../call-function'
import { type Services } from '../services'
import { type SeedCloud } from './seed'

/** The handle that a seed module is given. */
export function createSeedCloud(services: Services, url: string): SeedCloud {
  const { wechat, database, files, clock } = services
  const { appid, env, variables } = services.project()
  return {
    url,
    appid,
    env,
    variables,
    invoke: async (functionName, data = {}, caller = { kind: 'console' }) => {
      const outcome = await callFunction(services, functionName, data, caller)
      if (outcome.ok) return outcome.result
      throw new Error(`${functionName} failed: ${outcome.error.code} ${outcome.error.message}`)
    },
    addUser: (user) => wechat.addUser(user),
    addTemplate: (template) => wechat.addTemplate(template),
    consent: (answer) => wechat.consent(answer),
    putSubscription: (given) => wechat.putSubscription(given),
    insert: async (collection, documents) => {
      database.insert(collection, documents, { given: true })
    },
    uploadFile: async (cloudPath, content, owner) => {
      const { fileID } = await files.write(cloudPath, Buffer.from(content as Uint8Array), owner)
      return { fileID }
    },
    now: () => clock.now(),
  }
}
