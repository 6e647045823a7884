/**
 * errmsg texts of WeChat's REST answers. Where the official page describes a code in Chinese only, the wording is ours in the
 * style of the others.
 */
export const ERRCODE_TEXTS = {
  // General return codes.
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40014: 'invalid access_token',
  40164: 'invalid ip, not in whitelist',
  40400: 'not found',
  42001: 'access_token expired',
  45009: 'reach max api daily quota limit',
  48001: 'api unauthorized',
  // subscribeMessage.send
  40003: 'invalid openid',
  40037: 'invalid template_id',
  41030: 'invalid page',
  43101: 'user refuse to accept the msg',
  43107: 'subscribe message capability banned',
  43108: 'concurrent send to the same user',
  45168: 'keyword in blacklist',
  47003: 'argument invalid! data.thing1.value invalid',
  // security.msgSecCheck
  40129: 'invalid scene',
  44002: 'empty post data',
  61010: 'code is expired',
  87014: 'risky content',
  // phonenumber.getPhoneNumber, wxacode, security.imgSecCheck
  40029: 'invalid code',
  40006: 'invalid media size',
  40097: 'invalid args',
  44001: 'empty media data',
  // Template management (newtmpl).
  20001: 'system error',
  20002: 'invalid argument',
  200001: 'system error',
  200002: 'invalid argument',
  200011: 'account banned',
  200012: 'private template count reach limit',
  200013: 'template banned',
  200014: 'invalid tid',
  200016: 'invalid start',
  200017: 'invalid limit',
  200018: 'ids required',
  200019: 'invalid ids',
  200020: 'invalid kidList',
  200021: 'invalid sceneDesc',
  200022: 'template with the same title and keywords already exists',
  200100: 'invalid account type',
} as const

export type Errcode = keyof typeof ERRCODE_TEXTS

const UNKNOWN_TEXT = 'unknown error'

export function textOf(errcode: number): string {
  const texts: Record<number, string> = ERRCODE_TEXTS
  return texts[errcode] ?? UNKNOWN_TEXT
}

/** A call that WeChat refuses with an errcode; nothing was changed. */
export class ErrcodeError extends Error {
  /**
   * @param text  errmsg without its suffix, when the table's is not precise enough
   * @param extra  further members of the answer
   */
  constructor(
    readonly errcode: Errcode,
    readonly text: string = textOf(errcode),
    readonly extra: Record<string, unknown> = {},
  ) {
    super(`${errcode} ${text}`)
    this.name = 'ErrcodeError'
  }
}

/** The platform has no interface of that name; the cloud answers -604100. */
export class UnknownApiError extends Error {
  constructor(readonly apiName: string) {
    super(`WeChat has no interface ${apiName}, or the local cloud does not know it.`)
    this.name = 'UnknownApiError'
  }
}
