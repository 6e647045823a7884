import type { MessagePushRoute } from '../project/project'

/** The function that takes messages of this <MsgType, Event> pair. Messages that are no events have an empty Event. */
export function routeOf(routes: MessagePushRoute[], message: Record<string, unknown>): string | undefined {
  const { MsgType, Event = '' } = message
  return routes.find(({ msgType, event }) => msgType === MsgType && event === Event)?.function
}
