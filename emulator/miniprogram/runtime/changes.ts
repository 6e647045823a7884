/** Something changed in the local cloud: `{what, …}` of `GET /emulator/changes`, or the stream was opened (again). */
export interface Change {
  what: string
  /** Why the mini-program could not be built. */
  problems?: string[]
  /** Of a change of documents. */
  collection?: string
}

/** What a phone hears when the stream was opened: what happened before may have been missed. */
export const LISTENING: Change = { what: 'listening' }

/** All phones of a browser share it: one of them holds the stream. */
export const CHANNEL = 'local-cloud-changes'

/** Hears of all changes. @returns how to stop */
export function onChanges(hear: (change: Change) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL)
  channel.onmessage = ({ data }: MessageEvent<Change>) => hear(data)
  return () => channel.close()
}
