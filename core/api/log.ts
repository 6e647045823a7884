import { type Log } from '../ports'

/** One JSON line per event, which the cloud console can search. */
export const writeLog: Log = (level, what, facts = {}) => {
  console[level](JSON.stringify({ what, ...facts }))
}
