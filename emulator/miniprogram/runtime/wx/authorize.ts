import { SCOPES, Scopes } from '../device/scopes'
import { type Session } from '../session'
import { openAsk } from '../shell/ask'
import { api, ApiError } from './api'

const DENIED = 'auth deny'

/** wx.authorize. */
export function authorizeApis(session: Session): object {
  return {
    authorize: api('authorize', async ({ scope }: { scope?: unknown }) => {
      // 不会弹窗询问: what every user gave by coming.
      if (scope === 'scope.userInfo') return
      if (typeof scope !== 'string' || !(scope in SCOPES)) throw new ApiError(`invalid scope ${String(scope)}`)
      await allowed(session, scope)
    }),
  }
}

/** Asks once, and remembers the answer until the settings page changes it. @throws ApiError when the user does not want it */
export async function allowed({ manifest, openid, phone }: Session, scope: string): Promise<void> {
  const scopes = new Scopes(manifest.appid, openid)
  const known = scopes.all[scope]
  if (known === false) throw new ApiError(DENIED)
  if (known) return
  const answer = await openAsk(phone.overlays, { title: `${manifest.name} 申请使用`, about: [SCOPES[scope] ?? scope], confirm: '允许', cancel: '拒绝' })
  scopes.set(scope, answer !== undefined)
  if (!answer) throw new ApiError(DENIED)
}
