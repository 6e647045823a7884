import { WireError } from '../../wire-error'
import { type Cloud } from '../cloud'
import { post, type Route } from '../route'
import { BadRequest, dictionary, object, text, type Shape } from '../shape'

const databaseAction: Shape<string> = (value, at) => {
  const action = text(value, at)
  if (!action.startsWith('database.')) throw new BadRequest(`${at} must be a database action, such as database.getDocument.`)
  return action
}

const request = object({ openid: text, action: databaseAction, body: dictionary((value) => value) })

export function clientDatabaseRoutes({ database, stats, changes }: Cloud): Route[] {
  return [
    post('/emulator/client-database', 'a database request of a mini-program user, under its permissions and rules', request, (input) => {
      stats.dbCalls += 1
      return database.execute(input.action, input.body, { openid: input.openid }).catch((error: unknown) => {
        // Whoever watches is offered to make it.
        if (error instanceof WireError && error.code === 'DATABASE_COLLECTION_NOT_EXIST') changes.emit('database')
        throw error
      })
    }),
  ]
}
