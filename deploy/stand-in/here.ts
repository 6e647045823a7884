// For a test that runs what it tests in its own process: sends this process's requests to a stand-in.
import { type Api, openApi } from '../account/api'
import { type Markers, openMarkers } from '../account/marker'
import { type StandIn } from './server'

const CREDENTIALS = { secretId: 'stand-in', secretKey: 'stand-in' }

/** From now on whatever this process sends to another machine goes to this stand-in. */
export function useHere(standIn: StandIn): void {
  // Without SILENCE the SDK warns of each call that a planted fault has cut off.
  Object.assign(process.env, { STAND_IN_URL: standIn.url, SILENCE: 'true' })
  require('./hook.cjs')
}

export function apiOf(envId = 'env-1'): Api {
  return openApi(CREDENTIALS, envId)
}

export function markersOf(envId = 'env-1'): Markers {
  return openMarkers(CREDENTIALS, envId)
}
