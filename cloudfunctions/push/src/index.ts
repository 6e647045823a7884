import * as cloud from 'wx-server-sdk'
import { runAction } from '../../../core/api/actions'
import { serve } from '../../../core/api/serve'
import { MEMBER_ACTIONS } from './actions'

/** Called by members from the admin pages, and by operators from the console with the operator key. */
export const main = serve(cloud, { name: 'push', takesOperators: true }, (ports, caller, event) => runAction(ports, MEMBER_ACTIONS, caller, event))
