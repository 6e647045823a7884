import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { object, optional, text } from '../shape'

export function timerRoutes({ timers }: Cloud): Route[] {
  return [
    get('/emulator/timers', 'the timers, the one that is due first in front', object({}), () => timers.next()),
    post(
      '/emulator/timers',
      'fires a timer now, or all timers of the function, and answers with what they did',
      object({ function: text, name: optional(text) }),
      (input) => inWords(() => timers.fire(input.function, input.name)),
    ),
  ]
}
