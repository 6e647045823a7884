/** What the pages ask of the function `push`: types of what it takes, nothing at run time. */
import type * as audit from '../../../core/history/audit'
import type * as history from '../../../core/history/history'
import type * as recurring from '../../../core/recurring/request'
import type { CreateRequest } from '../../../core/push/request'
import type { SaveRequest } from '../../../core/templates/save'
import type * as recipients from '../../../core/users/recipients'

/** What a member asks to be sent. */
export type PushRequest = CreateRequest
/** The same, again and again. */
export type RecurrenceRequest = recurring.SaveRequest
export type RecipientsRequest = recipients.RecipientsRequest
/** The same without a place in the list. */
export type PeopleFilter = recipients.CountRequest
export type { TagFilter } from '../../../core/outbox/push'

/** What is kept of somebody; what is absent stays as it is. */
export interface UserChanges {
  openid: string
  remark?: string
  tags?: string[]
}
export type TemplateChanges = SaveRequest
export type AuditRequest = audit.AuditRequest
/** What of the history is wanted; the cursor apart. */
export type HistoryRequest = Omit<history.HistoryRequest, 'cursor'>
