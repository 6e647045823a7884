import { type Log } from '../ports'
import { maskOpenids } from '../records/mask'

/** One JSON line per event, which the cloud console can search. The database's own words name records, and so openids. */
export const writeLog: Log = (level, what, facts = {}) => {
  console[level](maskOpenids(JSON.stringify({ what, ...facts })))
}
