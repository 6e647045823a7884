import * as cloud from 'wx-server-sdk'
import { runAction } from '../../../core/api/actions'
import { serve } from '../../../core/api/serve'
import { USER_ACTIONS } from './actions'

/** Called by users, each as herself. */
export const main = serve(cloud, { name: 'subscribe', takesOperators: false }, (ports, caller, event) => runAction(ports, USER_ACTIONS, caller, event))
