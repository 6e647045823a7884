const SHOWN = 4

/** An openid as others may see it: its first and last four characters. */
export function maskOpenid(openid: string): string {
  if (openid.length <= SHOWN * 2) return openid
  return `${openid.slice(0, SHOWN)}…${openid.slice(-SHOWN)}`
}

/** What stands for a person without a picture: the first character of her name. */
export function initialOf(name: string): string {
  const [first = '?'] = [...name.trim()]
  return first.toUpperCase()
}

/** How admins know a user: their own remark first, then the name she gave. */
export function nameOf({ nickname, remark = '' }: { nickname: string; remark?: string }): string {
  return remark || nickname || '未填昵称'
}
