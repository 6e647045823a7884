import { callerAction, type Action } from '../api/actions'
import { type Ports } from '../ports'
import { cancelNotice } from './cancel'
import { notify, type Way } from './notify'
import { CANCEL_REQUEST, NOTIFY_REQUEST } from './request'

/** What this call may do beside writing notices down, and with which ports. */
export type Preparing = (ports: Ports) => { ports: Ports; way?: Way }

/** What business functions can do with their keys. A call of many is an entry of the audit, single ones are counted by the hour. */
export function callerActions(prepare: Preparing): Readonly<Record<'notify' | 'cancelNotice', Action>> {
  return {
    notify: callerAction(
      NOTIFY_REQUEST,
      (given, caller, request) => {
        const { ports, way } = prepare(given)
        return notify(ports, caller, request, way)
      },
      ({ items }) => (items ? 'each' : 'counted'),
    ),
    cancelNotice: callerAction(CANCEL_REQUEST, (ports, caller, request) => cancelNotice(ports, caller, request), () => 'counted'),
  }
}
