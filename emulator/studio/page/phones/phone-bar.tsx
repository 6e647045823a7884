import { type User } from '../live/contract'
import { Select } from '../parts/select'
import { IconButton } from '../parts/icon'
import { UserPicker } from '../parts/user-picker'
import { DEVICES } from './devices'
import { ModeChoice } from './mode-choice'
import { type FontSize, type Network, type PhoneState } from './phone-state'

const NETWORKS: readonly { value: Network; text: string }[] = [
  { value: 'normal', text: '网络正常' },
  { value: 'slow', text: '网络慢' },
  { value: 'offline', text: '网络断开' },
]

/** As the steps of 微信字体大小 stand from left to right. */
const SIZES: readonly { value: FontSize; text: string }[] = [
  { value: '16', text: '字号小' },
  { value: '17', text: '字号标准' },
  { value: '18', text: '字号 +1' },
  { value: '19.5', text: '字号 +2' },
  { value: '21', text: '字号 +3' },
  { value: '22', text: '字号 +4' },
  { value: '23.8', text: '字号最大' },
]

const DEVICE_OPTIONS = DEVICES.map(({ id, text }) => ({ value: id, text }))

interface Props {
  style: Record<string, string>
  phone: PhoneState
  /** It is the one of two that was used last. */
  active: boolean
  users: readonly User[]
  /** Of the mini-program. */
  pages: readonly string[]
  change(change: Partial<PhoneState>): void
  start(page?: string, scene?: number): void
  /** Absent when it is the only one. */
  remove?: () => void
  /** Absent when there is no room for another. */
  add?: () => void
}

/** Whose phone it is, and what can be done to it from outside. */
export function PhoneBar({ style, phone, active, users, pages, change, start, remove, add }: Props) {
  const dark = phone.theme === 'dark'
  const switchUser = (openid: string) => {
    change({ openid, mode: undefined })
    start('')
  }
  const home = () => {
    change({ mode: undefined })
    start('')
  }
  const startIn = (mode: string, page: string, scene?: number) => {
    change({ mode: mode === '' ? undefined : mode })
    start(page, scene)
  }
  return (
    <div class={active ? 'phone-bar active' : 'phone-bar'} style={style}>
      <UserPicker users={users} openid={phone.openid} label="这台手机的用户" onChoose={switchUser} />
      <div class="phone-toolbar" role="toolbar" aria-label="手机">
        <div class="phone-tools">
          <IconButton name="home" label="回到首页" onClick={home} />
          <IconButton name="reload" label="重新打开" onClick={() => start()} />
          <IconButton name={dark ? 'dark' : 'light'} label="深色模式" pressed={dark} onClick={() => change({ theme: dark ? 'light' : 'dark' })} />
          <span class="grow" />
          {add && <IconButton name="add" label="加一台手机" onClick={add} />}
          {remove && <IconButton name="close" label="移走这台手机" onClick={remove} />}
        </div>
        <div class="phone-tools choices">
          <ModeChoice phone={phone} pages={pages} onStart={startIn} />
          <Select label="屏幕" options={DEVICE_OPTIONS} value={phone.device} onChange={(device) => change({ device })} />
          <Select label="网络" options={NETWORKS} value={phone.network} onChange={(network) => change({ network })} />
          <Select label="字号" options={SIZES} value={phone.fontSize} onChange={(fontSize) => change({ fontSize })} />
        </div>
      </div>
    </div>
  )
}
