import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object } from '../shape'

export function eventRoutes({ messages }: Cloud): Route[] {
  return [get('/emulator/events', 'the messages pushed to the project and what came of them', object({}), () => messages.list())]
}
