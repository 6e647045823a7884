import { type FaultFields } from './plan'

/** What WeChat may answer a push with. */
export const ERRCODES: readonly { value: string; text: string }[] = [
  { value: '43101', text: '43101 用户拒收或没有次数' },
  { value: '-1', text: '-1 系统繁忙' },
  { value: '45009', text: '45009 今日调用次数用完' },
  { value: '43108', text: '43108 同一用户并发推送' },
  { value: '47003', text: '47003 模板参数不对' },
  { value: '40037', text: '40037 模板不存在' },
  { value: '43107', text: '43107 订阅消息能力封禁' },
  { value: '40003', text: '40003 openid 不对' },
  { value: '41030', text: '41030 page 不对' },
  { value: '48001', text: '48001 没有接口权限' },
]

export const HTTP_MODES: readonly { value: FaultFields['httpMode']; text: string }[] = [
  { value: '500text', text: '500，正文是文本' },
  { value: '503json', text: '503，正文是 JSON' },
  { value: '504empty', text: '504，没有正文' },
  { value: 'notjson', text: '200，但不是 JSON' },
  { value: 'reset', text: '连接被重置' },
  { value: 'hang', text: '一直不回复' },
  { value: 'SYS_ERR', text: 'SYS_ERR 系统错误' },
  { value: 'EXCEED_REQUEST_LIMIT', text: 'EXCEED_REQUEST_LIMIT 限流' },
]

export const REQUEST_KINDS: readonly { value: FaultFields['httpOn']; text: string }[] = [
  { value: '', text: '所有请求' },
  { value: 'database', text: '数据库请求' },
  { value: 'openapi', text: 'openapi 请求' },
  { value: 'function', text: '云函数互调' },
]

export const EVENT_KINDS: readonly { value: FaultFields['eventOn']; text: string }[] = [
  { value: '', text: '所有事件' },
  { value: 'popup', text: '弹窗（popup）' },
  { value: 'change', text: '拒收（change）' },
  { value: 'sent', text: '送达（sent）' },
]

export const EVENT_ORDERS: readonly { value: FaultFields['eventOrder']; text: string }[] = [
  { value: '', text: '按先后' },
  { value: 'shuffled', text: '打乱' },
  { value: 'reversed', text: '倒过来' },
]
