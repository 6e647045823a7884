import { type Caller, type Config, type Sample } from '../live/contract'

export const CONSOLE: Caller = { kind: 'console' }

/** What the project's seed offers for a function, then what can be tried with every one. */
export function samplesFor({ samples = [], users, templates, appid }: Config, functionName: string): Sample[] {
  const pushed = popupEvent(appid, users[0]?.openid ?? 'OPENID', templates[0]?.templateId ?? 'TEMPLATE_ID')
  return [
    ...samples.filter((sample) => sample.function === functionName),
    { title: '空参数', function: functionName, data: {} },
    { title: '定时触发', function: functionName, data: {}, caller: { kind: 'timer', devtools: true } },
    { title: '订阅弹窗事件', function: functionName, data: pushed, caller: { kind: 'event' } },
  ]
}

/** subscribe_msg_popup_event, as WeChat pushes it to a function. */
function popupEvent(toUser: string, openid: string, templateId: string): object {
  return {
    ToUserName: toUser,
    FromUserName: openid,
    CreateTime: 1_700_000_000,
    MsgType: 'event',
    Event: 'subscribe_msg_popup_event',
    List: { TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '0' },
  }
}
