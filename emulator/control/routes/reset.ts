import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { object, oneOf, optional } from '../shape'

export function resetRoutes(cloud: Cloud): Route[] {
  return [
    post('/emulator/reset', 'back to the state of a first start, seed included', object({ seed: optional(oneOf('again', 'kept')) }), (options) =>
      inWords(() => cloud.reset(options)),
    ),
    post('/emulator/settle', 'answers when timers and pushed messages under way have been handled', object({}), () => cloud.settled()),
  ]
}
