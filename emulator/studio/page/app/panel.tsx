import { useState } from 'preact/hooks'
import { Console } from '../console/console'
import { Database } from '../database/database'
import { FaultsAndClock } from '../faults-and-clock/faults-and-clock'
import { Files } from '../files/files'
import { Inbox } from '../inbox/inbox'
import { type Config, type InvokeResult } from '../live/contract'
import { Logs } from '../logs/logs'
import { Switches } from '../switches/switches'
import { type Place } from './tabs'

interface Props {
  config: Config
  place: Place
  go(place: Place): void
  now: () => number
  activeOpenid: string
  inboxOpenid: string
  newsOf: ReadonlySet<string>
  onInboxOf(openid: string): void
  onOpen(openid: string, page: string): void
}

/** What the chosen tab shows. */
export function Panel({ config, place, go, now, activeOpenid, inboxOpenid, newsOf, onInboxOf, onOpen }: Props) {
  const [answer, setAnswer] = useState<InvokeResult>()
  const { tab, within } = place
  const showInbox = (openid: string) => {
    onInboxOf(openid)
    go({ tab: 'inbox', within: '' })
  }
  switch (tab) {
    case 'inbox':
      return <Inbox config={config} openid={inboxOpenid} newsOf={newsOf} now={now} onChoose={onInboxOf} onOpen={onOpen} />
    case 'console':
      return <Console config={config} activeOpenid={activeOpenid} answer={answer} onAnswer={setAnswer} />
    case 'database':
      return <Database name={within} activeOpenid={activeOpenid} onChoose={(name) => go({ tab, within: name })} />
    case 'files':
      return <Files now={now} />
    case 'logs':
      return <Logs config={config} within={within} onChoose={(name) => go({ tab, within: name })} onInbox={showInbox} />
    case 'faults':
      return <FaultsAndClock functions={config.functions} now={now} />
    case 'switches':
      return <Switches />
    default:
      return null
  }
}
