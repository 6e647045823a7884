import * as cloud from 'wx-server-sdk'
import { runAction } from '../../../core/api/actions'
import { serve } from '../../../core/api/serve'
import { besideNotify } from '../../../core/notify/ground'
import { CALLER_ACTIONS, MEMBER_ACTIONS } from './actions'

const CALLERS = { actions: Object.keys(CALLER_ACTIONS), beside: besideNotify }

/**
 * Called by members from the admin pages, by operators from the console with the operator key, and by functions of the team's own with a
 * caller key.
 */
export const main = serve(cloud, { name: 'push', takesOperators: true, callers: CALLERS }, (ports, caller, event) => runAction(ports, MEMBER_ACTIONS, caller, event))
