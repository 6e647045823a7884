import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object } from '../shape'
import { answerRoutes } from './answers'
import { clientDatabaseRoutes } from './client-database'
import { clockRoutes } from './clock'
import { collectionRoutes } from './collections'
import { configRoutes } from './config'
import { consentRoutes } from './consent'
import { databaseRoutes } from './database'
import { documentRoutes } from './documents'
import { eventRoutes } from './events'
import { explainRoutes } from './explain'
import { faultRoutes } from './faults'
import { fileRoutes } from './files'
import { inboxRoutes } from './inbox'
import { invokeRoutes } from './invoke'
import { logRoutes } from './logs'
import { networkRoutes } from './network'
import { permissionRoutes } from './permissions'
import { privacyRoutes } from './privacy'
import { resetRoutes } from './reset'
import { settingRoutes } from './settings'
import { statsRoutes } from './stats'
import { switchRoutes } from './switches'
import { templateRoutes } from './templates'
import { timerRoutes } from './timers'
import { userRoutes } from './users'

const GROUPS = [
  invokeRoutes,
  logRoutes,
  consentRoutes,
  inboxRoutes,
  settingRoutes,
  privacyRoutes,
  userRoutes,
  templateRoutes,
  databaseRoutes,
  collectionRoutes,
  documentRoutes,
  explainRoutes,
  clientDatabaseRoutes,
  answerRoutes,
  fileRoutes,
  networkRoutes,
  permissionRoutes,
  clockRoutes,
  timerRoutes,
  eventRoutes,
  faultRoutes,
  switchRoutes,
  configRoutes,
  statsRoutes,
  resetRoutes,
]

/** What the router does not answer, for the list. */
const STREAMS: RouteInfo[] = [{ method: 'GET', path: '/emulator/changes', about: 'what changes, as server-sent events: {what, …}' }]

type RouteInfo = Pick<Route, 'method' | 'path' | 'about'>

/** The whole HTTP contract below /emulator/. */
export function allRoutes(cloud: Cloud): Route[] {
  const routes = GROUPS.flatMap((group) => group(cloud))
  const list: Route = get('/emulator', 'the addresses of this contract', object({}), () => [...routes, list, ...STREAMS].map(infoOf))
  return [...routes, list]
}

function infoOf({ method, path, about }: RouteInfo): RouteInfo {
  return { method, path, about }
}
