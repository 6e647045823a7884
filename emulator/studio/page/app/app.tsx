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
import { PhonePanel } from './phone-panel'
import { TabBar } from './tab-bar'
import { useClock } from './use-clock'
import { useFirstUser } from './use-first-user'
import { useNews } from './use-news'
import { usePlace } from './use-place'
import { useSides } from './use-sides'
import { type Side, type TabId } from './tabs'
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
  const { shown, wide } = useSides(place)
  const news = useNews(shown.cloud?.tab ?? place.tab, inboxOpenid)
  useEffect(() => setInboxOpenid(activeOpenid), [activeOpenid])
  useEffect(() => {
    if (config) setPhones((last) => settled(last, config))
  }, [config])

  useFirstUser(config)
  const showPhoneOf = (openid: string) => {
    if (active) setPhones((last) => startPhone(changePhone(last, active.id, { openid }), active.id, ''))
  }
  const alerts = new Set<TabId>(isActive(faults) ? ['faults'] : [])
  const choose = (tab: TabId) => go({ tab, within: '' })
  const tabBar = (side: Side) => <TabBar side={side} tab={shown[side]?.tab ?? place.tab} news={news.tabs} alerts={alerts} onChoose={choose} />
  return (
    <div class="studio">
      <Header config={config} now={now} onClock={() => choose('faults')} />
      <Phones config={config} phones={phones} setPhones={setPhones} />
      <main class={wide ? 'sides wide' : 'sides'}>
        {!wide && (
          <div class="tab-bars">
            {tabBar('cloud')}
            {tabBar('phone')}
          </div>
        )}
        {shown.cloud && (
          <div class="tools">
            {wide && tabBar('cloud')}
            <div class="panel" role="tabpanel" id="panel-cloud" aria-labelledby={`tab-${shown.cloud.tab}`} tabIndex={-1}>
              {config?.steps && shown.cloud.tab === 'inbox' && (
                <FirstSteps steps={config.steps} users={config.users} shown={phones.list.map(({ openid }) => openid)} onShow={showPhoneOf} />
              )}
              <SharedCardBar users={config?.users ?? []} onOpen={(card, openid) => setPhones((last) => openShared(last, card, openid))} />
              <BuildProblem />
              {error && <Failure error={error} retry={reload} />}
              {!config && !error && <StateNote title="正在连接本地云…" />}
              {config && (
                <Panel
                  config={config}
                  place={shown.cloud}
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
          </div>
        )}
        {shown.phone && (
          <div class="tools">
            {wide && tabBar('phone')}
            <div class="panel" role="tabpanel" id="panel-phone" aria-labelledby={`tab-${shown.phone.tab}`} tabIndex={-1}>
              {config && active && (
                <PhonePanel
                  tab={shown.phone.tab}
                  phoneId={active.id}
                  appid={config.appid}
                  openid={activeOpenid}
                  onRun={(requestId) => go({ tab: 'logs', within: `run:${requestId}` })}
                />
              )}
            </div>
          </div>
        )}
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
