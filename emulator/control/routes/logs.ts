import { type CallRecord } from '../../functions/call-log'
import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { BadRequest, object, optional, text } from '../shape'

const chosen = object({ function: optional(text), openid: optional(text), text: optional(text) })

export function logRoutes({ functions, wechat }: Cloud): Route[] {
  return [
    get(
      '/emulator/logs',
      'the last runs of functions with their output: ?function=&openid=&text= (in arguments, answer, output, error and requestId)',
      chosen,
      ({ function: name, openid, text = '' }) => {
        const runs = functions.history().filter((run) => (name === undefined || run.functionName === name) && (openid === undefined || run.openid === openid))
        return runs.filter((run) => holds(run, text.toLowerCase())).map(brief)
      },
    ),
    get('/emulator/logs/:requestId', 'one run: what it got and answered, what it asked of the cloud, whom it called, which cards it sent', object({ requestId: text }), ({ requestId }) => {
      const run = functions.call(requestId)
      if (!run) throw new BadRequest(`There is no run ${requestId} among the last ones.`, 'NOT_FOUND')
      const called = functions.history().filter(({ parent }) => parent === requestId).reverse()
      const sent = run.steps.flatMap(({ openid = '', msgid }) => {
        const card = msgid === undefined ? undefined : wechat.inbox(openid).find((each) => each.msgid === msgid)
        return msgid === undefined ? [] : [{ openid, msgid, ...(card && { id: card.id, title: card.title, at: card.at, read: card.read }) }]
      })
      return { ...run, event: read(run.event), answer: read(run.answer), called: called.map(brief), sent }
    }),
  ]
}

/** Without what only a look at the one run is for. */
function brief({ event: _event, answer: _answer, steps, ...run }: CallRecord): object {
  return { ...run, steps: steps.length }
}

function holds({ requestId, event = '', answer = '', error, action = '', logs }: CallRecord, wanted: string): boolean {
  if (wanted === '') return true
  const texts = [requestId, action, event, answer, error?.code ?? '', error?.message ?? '']
  return texts.some((text) => text.toLowerCase().includes(wanted)) || logs.some(({ text }) => text.toLowerCase().includes(wanted))
}

/** JSON as data; the beginning of a long one stays a text. */
function read(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return text
  }
}
