import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object } from '../shape'

export function statsRoutes({ stats }: Cloud): Route[] {
  return [get('/emulator/stats', 'counters since start or reset', object({}), () => stats)]
}
