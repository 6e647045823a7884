import * as v from 'valibot'
import { userAction, type Action } from '../../../core/api/actions'
import { text } from '../../../core/api/schema'
import { overview, OVERVIEW_REQUEST } from '../../../core/consent/overview'
import { RECORD_REQUEST, recordConsent, stopTemplate } from '../../../core/consent/record'
import { recordSettings, SETTINGS_REQUEST } from '../../../core/consent/settings'
import { inbox, MESSAGES_REQUEST, OPENED_REQUEST, openMessage, recordOpened } from '../../../core/history/inbox'
import { moveQueue } from '../../../core/push/move'
import { ERASE_REQUEST, eraseOwnData } from '../../../core/users/erase'
import { EXPORT_REQUEST, exportOwnData } from '../../../core/users/export'
import { PROFILE_REQUEST, saveProfile } from '../../../core/users/profile'

export const USER_ACTIONS: Readonly<Record<string, Action>> = {
  overview: userAction(OVERVIEW_REQUEST, overview),
  record: userAction(RECORD_REQUEST, recordConsent),
  settings: userAction(SETTINGS_REQUEST, recordSettings),
  stop: userAction(v.strictObject({ template: text(64) }), (ports, openid, { template }) => stopTemplate(ports, openid, template)),
  messages: userAction(MESSAGES_REQUEST, inbox),
  message: userAction(v.strictObject({ id: text(200) }), async (ports, openid, { id }) => ({ message: await openMessage(ports, openid, id) })),
  opened: userAction(OPENED_REQUEST, recordOpened),
  profile: userAction(PROFILE_REQUEST, saveProfile),
  export: userAction(EXPORT_REQUEST, exportOwnData),
  erase: userAction(ERASE_REQUEST, eraseOwnData),
  move: userAction(v.strictObject({}), (ports) => moveQueue(ports)),
}
