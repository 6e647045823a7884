import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object } from '../shape'

/** What decides over the calls of mini-program users. */
export function permissionRoutes({ project }: Cloud): Route[] {
  return [
    get('/emulator/permissions', 'the rules for calls of mini-program users: of functions, and of the collections that have some', object({}), () => {
      const { functionRules, collections } = project()
      return { functionRules, collections: Object.entries(collections).map(([name, { acl, rule }]) => ({ name, acl, rule })) }
    }),
  ]
}
