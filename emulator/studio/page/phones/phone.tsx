import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { StateNote } from '../parts/state-note'
import { applyLive } from './phone-client'
import { deviceOf } from './devices'
import { phoneAddress, type PhoneState } from './phone-state'
import { type ClientState } from './use-client'
import { running, workbenchIn } from '../running/running'

interface Props {
  phone: PhoneState
  name: string
  client: ClientState
  retry(): void
  /** The person turned to this phone. */
  onUse(): void
}

/** A phone with the mini-program of one user. */
export function Phone({ phone, name, client, retry, onUse }: Props) {
  const frame = useRef<HTMLIFrameElement>(null)
  // Theme, network and font size of a running mini-program change without a new start, where it can.
  const address = useMemo(() => phoneAddress(phone), [phone.openid, phone.starts])
  const shown = useRef(phone)
  useEffect(() => {
    const { theme, network, fontSize } = shown.current
    shown.current = phone
    if (!frame.current || (theme === phone.theme && network === phone.network && fontSize === phone.fontSize)) return
    if (!applyLive(frame.current, phone)) frame.current.src = phoneAddress(phone)
  }, [phone])
  useEffect(() => {
    // A click inside a frame is seen outside only by the focus that it takes.
    const onBlur = () => document.activeElement === frame.current && onUse()
    window.addEventListener('blur', onBlur)
    return () => window.removeEventListener('blur', onBlur)
  })
  const device = deviceOf(phone.device)
  const key = `${phone.openid}/${phone.starts}`
  // At once: a window whose frame is gone can do nothing any more.
  useLayoutEffect(() => () => running.set(phone.id, undefined), [phone.id, key])
  return (
    <div class="device">
      <div class={`screen ${phone.theme}`}>
        {client === 'ready' ? (
          <iframe
            key={key}
            ref={frame}
            src={address}
            title={`${name}的手机`}
            width={device.width}
            height={device.height}
            onLoad={({ currentTarget }) => running.set(phone.id, workbenchIn(currentTarget))}
          />
        ) : (
          <NoClient state={client} retry={retry} />
        )}
      </div>
    </div>
  )
}

function NoClient({ state, retry }: { state: ClientState; retry: () => void }) {
  if (state === 'asking') return <StateNote title="正在打开小程序…" />
  if (state === 'absent') {
    return (
      <StateNote title="这个项目没有小程序">
        project.config.json 的 miniprogramRoot 下没有 app.json。云函数、数据库和控制台照常可用。
      </StateNote>
    )
  }
  return (
    <StateNote icon="warn" title="小程序还打不开">
      本地云还没有应答 /miniprogram/。右侧的控制台、数据库和日志照常可用。
      <button type="button" onClick={retry}>
        再试一次
      </button>
    </StateNote>
  )
}
