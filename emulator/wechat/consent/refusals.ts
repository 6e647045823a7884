const API = 'requestSubscribeMessage'

/** What wx.requestSubscribeMessage gives: a status per template id on success, an errCode on (most) failures. */
export interface ConsentResult {
  errMsg: string
  errCode?: number
  [templateId: string]: string | number | undefined
}

/** `accept` and `reject` are the user's; `ban` and `filter` the platform's (template banned; same title as another one asked for). */
export type SubscribeStatus = 'accept' | 'reject' | 'ban' | 'filter'

// errCode and errMsg of wx.requestSubscribeMessage, from its page.
const REFUSALS = {
  noTap: { text: 'can only be invoked by user TAP gesture.' },
  cancelled: { text: 'cancel' },
  emptyIds: { errCode: 10001, text: "TmplIds can't be empty" },
  wrongType: { errCode: 10004, text: 'Invalid template id' },
  unknownId: { errCode: 20001, text: 'No template data return, verify the template id exist' },
  mixedTypes: { errCode: 20002, text: 'Templates type must be same' },
  tooManyIds: { errCode: 20003, text: 'Templates count out of max bounds' },
  mainSwitchOff: { errCode: 20004, text: 'The main switch is switched off' },
  appBanned: { errCode: 20005, text: 'This mini program was banned from subscribing messages' },
  deviceTemplate: { errCode: 20013, text: 'Reject DeviceMsg Template' },
} as const satisfies Record<string, { errCode?: number; text: string }>

export type Refusal = keyof typeof REFUSALS

export function failure(refusal: Refusal): ConsentResult {
  const { errCode, text }: { errCode?: number; text: string } = REFUSALS[refusal]
  const errMsg = `${API}:fail ${text}`
  return errCode === undefined ? { errMsg } : { errMsg, errCode }
}

export function success(statuses: ReadonlyMap<string, SubscribeStatus>): ConsentResult {
  return { errMsg: `${API}:ok`, ...Object.fromEntries(statuses) }
}
