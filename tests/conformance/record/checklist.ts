/** What takes a phone and somebody's eyes: consent, the panel, a card. */
export interface Item {
  id: string
  /** What to do, and what should be seen if the local cloud is right. */
  words: string
  /** Tests of docs/fidelity.md that say the same; each is named by one item. */
  tests: readonly string[]
}

export const CHECKLIST: readonly Item[] = [
  {
    id: '弹窗-每类结果',
    words: '一次请求两个模板，一个勾上、一个不勾，点「允许」。返回 errMsg 是 ok，勾上的是 accept，没勾的是 reject。',
    tests: ['consent-panel › each template has accept or reject, and success says nothing of which'],
  },
  {
    id: '弹窗-次数累加',
    words: '对同一个模板点三次「允许」，再发四条：前三条收到，第四条是 43101。',
    tests: ['consent-panel › each accept is one more send, for each template of the panel'],
  },
  {
    id: '弹窗-没有点击',
    words: '不在点击事件里（例如 onLoad）调用 wx.requestSubscribeMessage：没有弹窗，直接失败。',
    tests: ['consent-panel › without a tap there is no panel'],
  },
  { id: '弹窗-空列表', words: 'tmplIds 传空数组：失败，errCode 是 10001。', tests: ['consent-panel › no ids are 10001'] },
  { id: '弹窗-别人的模板', words: 'tmplIds 里放一个不属于本小程序的模板 ID：失败，errCode 是 20001。', tests: ['consent-panel › an id that is none of this app is 20001'] },
  {
    id: '发送-没有授权',
    words: '从没请求过、点过「取消」、次数用完、在设置里关掉，四种情况各发一条：都是 43101。',
    tests: ['openapi-send-checks › never asked, refused and switched off all are 43101'],
  },
  { id: '发送-别人的openid', words: '用另一个小程序的 openid 发一条：40003。', tests: ['openapi-send-checks › an openid that is none of this app is 40003'] },
  { id: '发送-别人的模板', words: '用不属于本小程序的模板 ID 发一条：40037。', tests: ['openapi-send-checks › a template that is none of this app is 40037'] },
  { id: '发送-先授权后内容', words: '对没有授权的人发一条内容也不合格的：报 43101，不是 47003。', tests: ['openapi-send-checks › 43101 comes before 47003, by switch after it'] },
  { id: '凭证-开发者工具的定时器', words: '用微信开发者工具上传的触发器，在定时运行里调用 subscribeMessage.getTemplateList：成功。', tests: ['call-tokens › a timer uploaded by DevTools may use openapi'] },
  { id: '凭证-CLI的定时器', words: '用 CloudBase CLI 建的触发器，同样调用：被拒，errCode 是 -501007。', tests: ['call-tokens › a timer of the CloudBase CLI may not use openapi'] },
  {
    id: '字号-跟着微信',
    words: '把微信的字体大小调到最大，打开任意一页：文字变大，标题也变大，wx.getAppBaseInfo() 的 fontSizeSetting 是 23.8（375 或 320 宽的 iPhone）。',
    tests: ['font-size › fontSizeSetting follows the user, and its factor is what it is to 17', 'font-size › root-font-size and page-font-size system are the size that the user set'],
  },
]

/** @throws Error in words */
export function itemNamed(id: string | undefined): Item {
  const item = CHECKLIST.find((each) => each.id === id)
  if (!item) throw new Error(`清单里没有「${id ?? ''}」。有：${CHECKLIST.map((each) => each.id).join('、')}`)
  return item
}
