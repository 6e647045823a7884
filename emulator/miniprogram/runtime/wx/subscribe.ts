import { CloudRefusal } from '../local-cloud'
import { type Session } from '../session'
import { openConsentPanel, type ConsentTemplate } from '../shell/consent-panel'
import { api, ApiError } from './api'

/** What the panel of a request would show, as the local cloud tells it. */
export interface PanelView {
  shows: boolean
  templates: ConsentTemplate[]
  alwaysBox: boolean
  failure?: ConsentOutcome
}

interface ConsentOutcome {
  errMsg: string
  errCode?: number
}

// errMsg and errCode of wx.requestSubscribeMessage, from its page; what the server side refuses comes from the local cloud.
const NO_TAP = 'can only be invoked by user TAP gesture.'
const BUSY = 'last call has not ended'
const LIST_FAILED = new ApiError('Request list fail', 10002)
const SUBSCRIBE_FAILED = new ApiError('Request subscribe fail', 10003)
const NO_UI = new ApiError('Cannot show subscribe message UI', 10005)

/** wx.requestSubscribeMessage: rules of the client, then the panel, then what the platform makes of the answer. */
export function subscribeApis(session: Session): object {
  let busy = false
  const request = async ({ tmplIds }: { tmplIds?: unknown }): Promise<object> => {
    if (!session.phone.gesture.active) throw new ApiError(NO_TAP)
    if (busy) throw new ApiError(BUSY)
    busy = true
    try {
      return await askConsent(session, tmplIds)
    } finally {
      busy = false
    }
  }
  return { requestSubscribeMessage: api('requestSubscribeMessage', request) }
}

async function askConsent(session: Session, templateIds: unknown): Promise<object> {
  const { openid, cloud, phone, manifest } = session
  if (document.hidden) throw NO_UI
  const body = { openid, templateIds: templateIds ?? null }
  const view = (await orFail(cloud.post('/emulator/panel', body), LIST_FAILED)) as PanelView
  if (view.failure) throw refusal(view.failure)
  const answer = view.shows
    ? await openConsentPanel(phone.overlays, { name: manifest.name, templates: view.templates, alwaysBox: view.alwaysBox })
    : { choices: {}, always: false }
  const outcome = (await orFail(cloud.post('/emulator/consent', { ...body, ...answer }), SUBSCRIBE_FAILED)) as ConsentOutcome
  if (!outcome.errMsg.endsWith(':ok')) throw refusal(outcome)
  return outcome
}

function refusal({ errMsg, errCode }: ConsentOutcome): ApiError {
  return new ApiError(errMsg.replace(/^\w+:fail /, ''), errCode)
}

/** Network trouble has a code of its own; a refusal in words is for the developer's eyes. */
async function orFail(request: Promise<unknown>, failure: ApiError): Promise<unknown> {
  try {
    return await request
  } catch (error) {
    if (error instanceof CloudRefusal) console.error(error.message)
    throw failure
  }
}
