import { type MiniprogramState } from '../../services/answers'

/** What a member asks to be sent. */
export interface PushRequest {
  template: string
  data: Record<string, string>
  /** Either a list of openids, or everyone of whom the ledger says that one more message may go out. */
  to?: string[]
  audience?: { canReceive: true }
  /** The template's own when absent. */
  page?: string
  state?: MiniprogramState
  /** Try also where the ledger has no authorization left. */
  anyway?: boolean
  /** Send also what the field rules doubt; WeChat decides. */
  asIs?: boolean
  /** ISO, with its time zone. */
  sendAt?: string
  /** Also within quiet hours. */
  urgent?: boolean
}

export interface RecipientsRequest {
  template?: string
  search?: string
  canReceive?: boolean
  cursor?: string
}

export interface TemplateChanges {
  key: string
  templateId?: string
  about?: string
  page?: string
  enabled?: boolean
}
