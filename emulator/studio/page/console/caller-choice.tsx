import { type User } from '../live/contract'
import { Select } from '../parts/select'
import { UserPicker } from '../parts/user-picker'
import { CALLER_KINDS, type CallerKind } from './caller-kinds'

const WORDS: Record<CallerKind, { text: string; about: string }> = {
  client: { text: '用户（小程序端）', about: '带 OPENID 和调用凭证' },
  console: { text: '云开发控制台', about: '没有身份，也没有调用凭证' },
  'timer-devtools': { text: '定时器 · 开发者工具上传', about: '没有身份，有调用凭证' },
  'timer-cli': { text: '定时器 · CLI 上传', about: '没有身份，也没有调用凭证' },
  event: { text: '微信消息推送', about: '参数就是推来的消息' },
  http: { text: 'HTTP API', about: '应用身份，没有用户' },
}

const OPTIONS = CALLER_KINDS.map((value) => ({ value, text: WORDS[value].text }))

interface Props {
  kind: CallerKind
  openid: string
  users: readonly User[]
  onKind(kind: CallerKind): void
  onOpenid(openid: string): void
}

/** Who calls: it decides what getWXContext() tells the function and whether it may call openapi. */
export function CallerChoice({ kind, openid, users, onKind, onOpenid }: Props) {
  return (
    <div class="field">
      <span class="label">调用者</span>
      <div class="row">
        <Select label="调用者" options={OPTIONS} value={kind} onChange={onKind} />
        {kind === 'client' ? (
          <UserPicker users={users} openid={openid} label="以谁的身份" onChoose={onOpenid} />
        ) : (
          <span class="hint">{WORDS[kind].about}</span>
        )}
      </div>
    </div>
  )
}
