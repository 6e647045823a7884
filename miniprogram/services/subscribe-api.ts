import { type InboxItem, type Kind, type ListPage, type Overview, type OwnData } from './answers'
import { call } from './call'
import { type Outcome } from './outcome'

/** What wx.requestSubscribeMessage gave, success or failure. */
export type PanelResult = Record<string, string | number>

/** A panel that was shown once; its `promptId` makes reporting it again harmless. */
export interface Prompt {
  promptId: string
  result: PanelResult
}

/** The function `subscribe`: what a user does as herself. */
export const subscribeApi = {
  overview: (): Promise<Outcome<Overview>> => call('subscribe', { action: 'overview' }),
  record: ({ promptId, result }: Prompt): Promise<Outcome<{ templates: Kind[] }>> =>
    call('subscribe', { action: 'record', promptId, result }),
  stop: (template: string): Promise<Outcome<{ templates: Kind[] }>> => call('subscribe', { action: 'stop', template }),
  messages: (request: { template?: string; cursor?: string }): Promise<Outcome<ListPage<InboxItem>>> =>
    call('subscribe', { action: 'messages', ...request }),
  /** Reading a message also records that it was opened. */
  message: (id: string): Promise<Outcome<{ message: InboxItem }>> => call('subscribe', { action: 'message', id }),
  saveNickname: (nickname: string): Promise<Outcome<{ user: Overview['user'] }>> => call('subscribe', { action: 'profile', nickname }),
  exportData: (cursor?: string): Promise<Outcome<OwnData>> => call('subscribe', { action: 'export', ...(cursor !== undefined && { cursor }) }),
  eraseData: (): Promise<Outcome<{ erased: number }>> => call('subscribe', { action: 'erase', confirm: true }),
}
