import { type Message } from '../outbox/message'

/** What of a message that waits is needed to end its wait. */
export type Waiting = Pick<Message, '_id' | keyof typeof OF_WAITING>

export const OF_WAITING = { pushId: true, openid: true, template: true, templateId: true, expiresAt: true, createdAt: true, needs: true, called: true } as const
