import { TOKEN_ERROR_CODES } from '../../gateway/switches'
import { type LiveSwitchChanges } from '../../switchboard'
import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { anyText, count, dictionary, flag, list, object, oneOf, optional, text, type Shape } from '../shape'

const context = object({
  console: optional(oneOf('empty', 'wx_devtools')),
  timerSource: optional(oneOf('wx_trigger', 'empty')),
  functionToFunctionOpenid: optional(flag),
  pushUserInfo: optional(flag),
  pushSource: optional(anyText),
  emptySourceChain: optional(oneOf('as-is', 'scf')),
  environ: optional(oneOf('environment', 'environ', 'both')),
  sticky: optional(flag),
})
const token = object({ errorCode: optional(oneOf(...TOKEN_ERROR_CODES)), functionToFunction: optional(flag) })
const timer = object({ maxPerFunction: optional(count) })
/** The platform checks its own switches. */
const checkedLater = optional(dictionary((value) => value))

const liveChanges: Shape<LiveSwitchChanges> = object({
  context: optional(context),
  token: optional(token),
  timer: optional(timer),
  quota: checkedLater,
  events: checkedLater,
  fields: checkedLater,
  send: checkedLater,
  templates: checkedLater,
  panel: checkedLater,
  privacy: checkedLater,
  content: checkedLater,
  network: optional(object({ allow: optional(list(text)), containers: optional(list(text)) })),
})

export function switchRoutes({ switches, changes }: Cloud): Route[] {
  return [
    get('/emulator/switches', 'how the open questions about the platform are answered here', object({}), () => switches.all()),
    post('/emulator/switches', 'changes some of them: {"quota": {"wipeOnReject": false}}', liveChanges, (changed) =>
      inWords(() => {
        switches.set(changed)
        changes.emit('switches')
        return switches.all()
      }),
    ),
  ]
}
