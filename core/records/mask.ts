const SHOWN = 4

/** An openid as others may see it: its first and last four characters. `miniprogram/services/mask.ts` says the same. */
export function maskOpenid(openid: string): string {
  return openid.length <= SHOWN * 2 ? openid : `${openid.slice(0, SHOWN)}…${openid.slice(-SHOWN)}`
}

/** `o` and 27 more; longer names of the kind are ids of templates. */
const OPENID = /(?<![\w-])o[\w-]{27}(?![\w-])/g

/** Every openid in a text, also where it is a part of a record's name. */
export function maskOpenids(text: string): string {
  return text.replace(OPENID, maskOpenid)
}
