import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object, optional, text } from '../shape'

export function logRoutes({ functions }: Cloud): Route[] {
  return [
    get('/emulator/logs', 'the last runs of functions with their output: ?function=', object({ function: optional(text) }), (input) =>
      functions.history().filter((run) => input.function === undefined || run.functionName === input.function),
    ),
  ]
}
