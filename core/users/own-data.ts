import { type Answer } from '../ledger/answer'
import { authorizationsOf, type Authorization } from '../ledger/authorization'
import { messagesOf, type Message } from '../outbox/message'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById } from '../records/find'
import { usersOf, type User } from './user'

export interface OwnData {
  user: User | undefined
  authorizations: Authorization[]
  answers: Answer[]
  messages: Message[]
}

/** Everything that is kept about the user. */
export async function exportOwnData({ db }: Ports, openid: string): Promise<OwnData> {
  return {
    user: await findById(usersOf(db), openid),
    authorizations: await findAll(authorizationsOf(db).where({ openid })),
    answers: await findAll(db.collection<Answer>(COLLECTIONS.answers).where({ openid })),
    messages: await findAll(messagesOf(db).where({ openid })),
  }
}
