/**
 * When the cloud can probably be reached: a function has just answered, the app is in front again, the network is back.
 * It begins by itself with the first call of a function, so that an app which takes these services up needs no line for it.
 */
const listeners: (() => unknown)[] = []
let begun = false

/** What is to happen then. */
export function whenReachable(listener: () => unknown): void {
  listeners.push(listener)
}

/** Begins to listen, once; never throws, because it runs in somebody else's app. */
export function begin(): void {
  if (begun) return
  begun = true
  void quietly(() => wx.onNetworkStatusChange(({ isConnected }) => isConnected && reachable()))
  void quietly(() => wx.onAppShow(reachable))
  // What was kept when the app was closed; not before the caller's own call is on its way.
  void Promise.resolve().then(reachable)
}

export function reachable(): void {
  for (const listener of listeners) void quietly(listener)
}

async function quietly(act: () => unknown): Promise<void> {
  try {
    await act()
  } catch (error) {
    console.error('订阅消息', error)
  }
}
