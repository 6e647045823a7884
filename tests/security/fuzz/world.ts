import { type OpenApi } from '../../../core/ports/openapi'
import { makeWorld, type World } from '../rights/world'
import { type Functions } from './functions'
import { type Main } from '../rights/matrix'

/** WeChat's side of the world that is there now. */
let openapi: OpenApi | undefined

/**
 * The functions with the real SDK, in this process. Only its `openapi`, which wants the token of an invocation that the platform began,
 * goes straight to the local cloud's WeChat.
 */
export function functionsHere(): Functions {
  const current = (): OpenApi => {
    if (!openapi) throw new Error('no world was made yet')
    return openapi
  }
  const forwarding: OpenApi = {
    subscribeMessage: {
      send: (message) => current().subscribeMessage.send(message),
      getTemplateList: () => current().subscribeMessage.getTemplateList(),
    },
    security: { msgSecCheck: (text) => current().security.msgSecCheck(text) },
  }
  Object.assign(require('wx-server-sdk') as object, { openapi: forwarding })
  // Not before that: an import may take the SDK's parts as they are at its time.
  const main = (name: string): Main => (require(`../../../cloudfunctions/${name}/src/index`) as { main: Main }).main
  const { MEMBER_ACTIONS } = require('../../../cloudfunctions/push/src/actions') as { MEMBER_ACTIONS: Functions['actions'][string] }
  const { USER_ACTIONS } = require('../../../cloudfunctions/subscribe/src/actions') as { USER_ACTIONS: Functions['actions'][string] }
  return {
    mains: { push: main('push'), subscribe: main('subscribe'), dispatch: main('dispatch'), events: main('events') },
    actions: { push: MEMBER_ACTIONS, subscribe: USER_ACTIONS },
  }
}

export async function worldToFuzz(): Promise<World> {
  const world = await makeWorld()
  openapi = world.local.openapi
  return world
}
