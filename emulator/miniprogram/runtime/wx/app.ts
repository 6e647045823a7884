import { type Emitter } from '../emitter'
import { type Session } from '../session'

/** wx.onAppShow and the other listeners to the life of the whole mini-program. */
export function appApis({ app }: Session): object {
  return {
    ...pair('AppShow', app.shown),
    ...pair('AppHide', app.hidden),
    ...pair('Error', app.failed),
    ...pair('UnhandledRejection', app.rejected),
    ...pair('PageNotFound', app.missed),
  }
}

function pair<T>(name: string, emitter: Emitter<T>): object {
  return { [`on${name}`]: emitter.on.bind(emitter), [`off${name}`]: emitter.off.bind(emitter) }
}
