import { type Accepted, type InboxItem, type Kind, type ListPage, type OpenedMessage, type Overview, type OwnData, type Recorded } from './answers'
import { call } from './call'
import { type Outcome } from './outcome'

/** What wx.requestSubscribeMessage gave, success or failure. */
export type PanelResult = Record<string, string | number>

/** What a page said when it asked, see `consent-text.ts`. */
export interface ShownText {
  id: string
  version: number
  words: string
  /** Template id → what stood beside it. */
  kinds?: Record<string, string>
}

/** Where and in which words was asked. */
export interface Asking {
  /** Which templates were asked for, of a panel that came to no answer: nothing else tells. */
  templates?: string[]
  page?: string
  scene?: number
  /** Code of the card that brought her. */
  from?: string
  text: ShownText
}

/** A panel that was shown once; its `promptId` makes reporting it again harmless. */
export interface Prompt {
  promptId: string
  result: PanelResult
  /** When it was answered, by this phone's clock: milliseconds since 1970. Missing in what earlier versions kept. */
  at?: number
  /** Missing in what earlier versions kept. */
  asked?: Asking
}

/** The function `subscribe`: what a user does as herself. */
export const subscribeApi = {
  /** `from` is the code of the card that was opened. */
  overview: (from?: string): Promise<Outcome<Overview>> => call('subscribe', { action: 'overview', ...(from !== undefined && { from }) }),
  /** The cloud hears how long ago it was, because no two clocks agree on when. */
  record: ({ promptId, result, at, asked }: Prompt): Promise<Outcome<Recorded>> =>
    call('subscribe', { action: 'record', promptId, result, ...(asked && { asked }), ...(at !== undefined && { agoMs: Math.max(0, Date.now() - at) }) }),
  reportSettings: (settings: { mainSwitch: boolean; itemSettings: Record<string, string> }): Promise<Outcome<{ templates: Kind[] }>> =>
    call('subscribe', { action: 'settings', ...settings }),
  stop: (template: string): Promise<Outcome<{ templates: Kind[] }>> => call('subscribe', { action: 'stop', template }),
  messages: (request: { template?: string; cursor?: string }): Promise<Outcome<ListPage<InboxItem>>> =>
    call('subscribe', { action: 'messages', ...request }),
  /** Reading a message also records that it was opened. */
  message: (id: string): Promise<Outcome<{ message: InboxItem }>> => call('subscribe', { action: 'message', id }),
  /** That a page of another matter was opened by its card. */
  opened: (id: string): Promise<Outcome<{ message: OpenedMessage }>> => call('subscribe', { action: 'opened', id }),
  saveNickname: (nickname: string): Promise<Outcome<{ user: Overview['user'] }>> => call('subscribe', { action: 'profile', nickname }),
  exportData: (cursor?: string): Promise<Outcome<OwnData>> => call('subscribe', { action: 'export', ...(cursor !== undefined && { cursor }) }),
  /** Lends the call's token to messages of others that are due. */
  move: (): Promise<Outcome<{ moved: number }>> => call('subscribe', { action: 'move' }),
  eraseData: (): Promise<Outcome<{ erased: number }>> => call('subscribe', { action: 'erase', confirm: true }),
}

/** What whoever got an invitation asks of the function `push`, before she is a member. */
export function acceptInvitation(code: string): Promise<Outcome<Accepted>> {
  return call('push', { action: 'acceptInvitation', code })
}
