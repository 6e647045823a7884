import { type Check } from './check'
import { accountCheck } from './checks/account'
import { appidCheck } from './checks/appid'
import { backlogCheck } from './checks/backlog'
import { buildCheck } from './checks/build'
import { clockCheck } from './checks/clock'
import { codeCheck } from './checks/code'
import { collectionsCheck } from './checks/collections'
import { functionRulesCheck } from './checks/function-rules'
import { functionSettingsCheck } from './checks/function-settings'
import { functionVariablesCheck } from './checks/function-variables'
import { functionsCheck } from './checks/functions'
import { indexesCheck } from './checks/indexes'
import { messagePushCheck } from './checks/message-push'
import { openapiCheck } from './checks/openapi'
import { ownerCheck } from './checks/owner'
import { dailyCapCheck, packageCheck } from './checks/package'
import { releaseCheck } from './checks/release'
import { rightsCheck } from './checks/rights'
import { savedTemplatesCheck } from './checks/saved-templates'
import { sendsCheck } from './checks/sends'
import { templateIdsCheck } from './checks/template-ids'
import { timersCheck } from './checks/timers'
import { variablesCheck } from './checks/variables'
import { wechatTemplatesCheck } from './checks/wechat-templates'

/** All of them, in the order in which they are told: what the rest rests on comes first. */
export const CHECKS: readonly Check[] = [
  variablesCheck,
  appidCheck,
  buildCheck,
  openapiCheck,
  templateIdsCheck,
  releaseCheck,
  accountCheck,
  clockCheck,
  packageCheck,
  collectionsCheck,
  rightsCheck,
  indexesCheck,
  functionRulesCheck,
  functionsCheck,
  codeCheck,
  functionSettingsCheck,
  functionVariablesCheck,
  timersCheck,
  messagePushCheck,
  wechatTemplatesCheck,
  savedTemplatesCheck,
  ownerCheck,
  dailyCapCheck,
  backlogCheck,
  sendsCheck,
]
