import { useEffect, useState } from 'preact/hooks'
import { Phones } from '../phones/phones'
import { SharedCardBar } from '../phones/shared-card'
import { addPhone, changePhone, firstUser, openPage, openShared, readPhones, startPhone } from '../phones/phone-state'
import { type Config, type FaultPlan } from '../live/contract'
import { useLive } from '../live/use-live'
import { isActive } from '../faults-and-clock/plan'
import { Failure, StateNote } from '../parts/state-note'
import { useKept } from '../parts/use-kept'
import { BuildProblem } from './build-problem'
import { FirstSteps } from './first-steps'
import { Header } from './header'
import { Panel } from './panel'
import { TabBar } from './tab-bar'
import { useClock } from './use-clock'
import { useNews } from './use-news'
import { usePlace } from './use-place'
import './app.css'

/** The whole page: phones on the left, tools on the right. */
export function App() {
  const { data: config, error, reload } = useLive<Config>('/emulator/config', ['users', 'templates', 'functions', 'miniprogram'])
  const { data: faults = {} } = useLive<FaultPlan>('/emulator/faults', ['faults', 'invocation'])
  const [phones, setPhones] = useKept('phones', readPhones)
  const [place, go] = usePlace()
  const now = useClock()

  const active = phones.list.find(({ id }) => id === phones.activeId) ?? phones.list[0]
  const activeOpenid = active?.openid ?? ''
  const [inboxOpenid, setInboxOpenid] = useState(activeOpenid)
  const news = useNews(place.tab, inboxOpenid)
  useEffect(() => setInboxOpenid(activeOpenid), [activeOpenid])
  useEffect(() => {
    if (config) setPhones((last) => settled(last, config))
  }, [config])

  const pusher = config?.users.find(({ role }) => role !== undefined)
  const hasRole = (openid: string) => config?.users.some((user) => user.openid === openid && user.role !== undefined) ?? false
  const showPusher = () => {
    if (pusher && active) setPhones((last) => startPhone(changePhone(last, active.id, { openid: pusher.openid }), active.id, ''))
  }
  const alerts = new Set(isActive(faults) ? (['faults'] as const) : [])
  return (
    <div class="studio">
      <Header config={config} now={now} onClock={() => go({ tab: 'faults', within: '' })} />
      <Phones config={config} phones={phones} setPhones={setPhones} />
      <main class="tools">
        <TabBar tab={place.tab} news={news.tabs} alerts={alerts} onChoose={(tab) => go({ tab, within: '' })} />
        <div class="panel" role="tabpanel" id="panel" aria-labelledby={`tab-${place.tab}`} tabIndex={-1}>
          {config && config.pages.length > 0 && place.tab === 'inbox' && (
            <FirstSteps pusher={pusher} pusherShown={phones.list.some(({ openid }) => hasRole(openid))} onShowPusher={showPusher} />
          )}
          <SharedCardBar users={config?.users ?? []} onOpen={(card, openid) => setPhones((last) => openShared(last, card, openid))} />
          <BuildProblem />
          {error && <Failure error={error} retry={reload} />}
          {!config && !error && <StateNote title="正在连接本地云…" />}
          {config && (
            <Panel
              config={config}
              place={place}
              go={go}
              now={now}
              activeOpenid={activeOpenid}
              inboxOpenid={inboxOpenid}
              newsOf={news.openids}
              onInboxOf={setInboxOpenid}
              onOpen={(openid, page) => setPhones((last) => openPage(last, openid, page))}
            />
          )}
        </div>
      </main>
    </div>
  )
}

/** Phones whose users exist; one at least. */
function settled(phones: ReturnType<typeof readPhones>, { users }: Config): ReturnType<typeof readPhones> {
  if (users.length === 0) return phones
  if (phones.list.length === 0) return addPhone(phones, users, preferredTheme())
  const gone = phones.list.filter(({ openid }) => !users.some((user) => user.openid === openid))
  return gone.reduce((last, { id }) => startPhone(changePhone(last, id, { openid: firstUser(users) }), id, ''), phones)
}

function preferredTheme(): 'light' | 'dark' {
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}
