import { EventChannel } from '../pages/event-channel'
import { type Session } from '../session'
import { api } from './api'

type Events = ConstructorParameters<typeof EventChannel>[0]

/** The five ways to another page; each begins when the code that asked for it is done. */
export function navigationApis({ router }: Session): object {
  const later = <O extends object, R extends object | void>(name: string, run: (options: O) => R) =>
    api(name, async (options: O) => {
      await Promise.resolve()
      return run(options)
    })
  return {
    navigateTo: later('navigateTo', ({ url, events }: { url: string; events?: Events }) => {
      const eventChannel = new EventChannel(events)
      router.navigateTo(url, eventChannel)
      return { eventChannel }
    }),
    redirectTo: later('redirectTo', ({ url }: { url: string }) => router.redirectTo(url)),
    reLaunch: later('reLaunch', ({ url }: { url: string }) => router.reLaunch(url)),
    switchTab: later('switchTab', ({ url }: { url: string }) => router.switchTab(url)),
    navigateBack: later('navigateBack', ({ delta }: { delta?: number }) => router.navigateBack(delta)),
  }
}
