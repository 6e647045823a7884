import { type MessageReason } from './message'

/** A new one does not compile without its line here. */
const REASONS: Readonly<Record<MessageReason, true>> = {
  'no-credit': true, 'too-soon': true, capped: true, reserved: true, expired: true, gathering: true, doubtful: true, stopped: true, 'bad-field': true, 'gave-up': true, 'worker-lost': true, resolved: true,
  'not-authorized': true, 'bad-openid': true, 'bad-data': true, 'sensitive-words': true, 'bad-page': true, 'bad-template': true, banned: true,
  'api-unauthorized': true, 'no-openapi-permission': true, 'wechat-busy': true, 'concurrent-send': true, 'daily-limit': true, unreachable: true,
  'no-call-token': true, 'reply-lost': true, 'wechat-refused': true, 'delivery-failed': true,
  duplicate: true,
}

export const MESSAGE_REASONS = Object.keys(REASONS) as MessageReason[]
