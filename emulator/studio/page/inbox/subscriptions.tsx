import { type Change } from '../../../control/changes'
import { type Settings, type Subscription, type Template } from '../live/contract'
import { useLive } from '../live/use-live'
import { LONG_TERM, standingInWords } from './standing'

/** What WeChat knows of one user and each template: how often it may still send, and what stands for good. */
export function Subscriptions({ openid, templates }: { openid: string; templates: readonly Template[] }) {
  const of = (path: string) => (openid === '' ? undefined : `${path}?openid=${encodeURIComponent(openid)}`)
  const ofUser = (change: Change) => change.openid === undefined || change.openid === openid
  const { data: settings } = useLive<Settings>(of('/emulator/settings'), ['consent'], ofUser)
  const { data: subscriptions = [] } = useLive<Subscription[]>(of('/emulator/subscriptions'), ['consent', 'inbox', 'templates'], ofUser)
  return (
    <section class="subscriptions" aria-label="订阅状态">
      <h2>订阅状态</h2>
      {settings?.mainSwitch === false && <p class="bad">通知总开关已关闭，什么都收不到。</p>}
      {templates.length === 0 && <p class="hint">还没有订阅消息模板。</p>}
      <ul>
        {templates.map((template) => (
          <SubscriptionLine
            key={template.templateId}
            template={template}
            subscription={subscriptions.find(({ templateId }) => templateId === template.templateId)}
          />
        ))}
      </ul>
    </section>
  )
}

function SubscriptionLine({ template, subscription }: { template: Template; subscription: Subscription | undefined }) {
  const { templateId, title, type, banned } = template
  const standing = subscription && standingInWords(subscription, type, banned)
  return (
    <li title={templateId}>
      <span>
        {title}
        {type === LONG_TERM && <span class="chip">长期</span>}
      </span>
      <span class={standing?.tone ?? 'hint'}>{standing?.text ?? '…'}</span>
    </li>
  )
}
