import { history, type Found } from '../../core/history/history'
import { type Database } from '../../core/ports/database'

type Asked = Parameters<typeof history>[1]
type Of<Kind extends Found['of']> = Extract<Found, { of: Kind }>

/** What the history answers for a person or a push. */
export function messagesFound(db: Database, asked: Asked): Promise<Of<'messages'>> {
  return found(db, asked, 'messages')
}

/** What it answers otherwise. */
export function pushesFound(db: Database, asked: Asked): Promise<Of<'pushes'>> {
  return found(db, asked, 'pushes')
}

async function found<Kind extends Found['of']>(db: Database, asked: Asked, kind: Kind): Promise<Of<Kind>> {
  const answered = await history(db, asked)
  if (answered.of !== kind) throw new Error(`the history answered with ${answered.of}`)
  return answered as Of<Kind>
}
