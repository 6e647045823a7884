/** One open question about the platform, as a person would ask it. */
export interface SwitchWords {
  question: string
  /** The values that can be chosen, in words; without them the value itself says what kind it is. */
  options?: Record<string, string>
  /** A number that may be «unknown». */
  nullable?: boolean
}

export const GROUP_WORDS: Record<string, string> = {
  quota: '授权次数',
  panel: '授权弹窗',
  send: '推送',
  events: '事件推送',
  fields: '字段规则',
  templates: '模板',
  privacy: '隐私',
  content: '内容安全',
  context: '云函数的调用上下文',
  token: '调用凭证',
  timer: '定时器',
  db: '数据库',
}

export const SWITCH_WORDS: Record<string, SwitchWords> = {
  'quota.wipeOnReject': { question: '用户拒收后，剩下的次数清零吗？' },
  'quota.onReallow': { question: '重新允许后，清掉的次数还回来吗？', options: { nothing: '不还', restore: '还回来' } },
  'quota.cap': { question: '一个用户对一个模板最多攒几次？', nullable: true },
  'quota.consumeOn': { question: '内容被拒（47003 等）也用掉次数吗？', options: { success: '只有成功才用', attempt: '尝试就用' } },
  'panel.maxIds': { question: '一次最多申请几个模板？' },
  'panel.alwaysBoxAfter': { question: '同意过几次弹窗后，才出现「总是保持以上选择」？' },
  'panel.cancelStyle': { question: '点取消返回什么？', options: { reject: '成功，全部 reject', fail: 'fail cancel' } },
  'send.checkOrder': { question: '43101 和 47003 哪个先查？', options: { 'subscription-first': '先查授权', 'data-first': '先查内容' } },
  'send.pageCheck': { question: 'page 不在 app.json 里时报 41030 吗？', options: { formal: '只在正式版', always: '总是', never: '从不' } },
  'send.leadingSlash': { question: 'page 以 / 开头可以吗？', options: { tolerated: '可以', refused: '不行' } },
  'send.returnMsgid': { question: '返回值里有 msgid 吗？' },
  'send.errmsgSuffix': { question: 'errmsg 用什么结尾？', options: { rid: 'rid: …', hint: 'hint: […]', none: '没有' } },
  'send.argumentErrmsgMax': { question: '47003 的文字在第几个字符处截断？', nullable: true },
  'send.concurrencyPerUser': { question: '同一用户同时推送两条，第二条报 43108 吗？' },
  'send.dailyCap': { question: '一个小程序一天最多推多少条？' },
  'send.sensitiveWords': { question: '哪些词会被内容审核拒绝（45168）？' },
  'events.popupOnSilentAccept': { question: '「总是保持」静默同意时，也推弹窗事件吗？' },
  'events.changeFromSettings': { question: '在设置页里改，也推 change 事件吗？' },
  'events.listShape': { question: '只有一项时，List 是什么？', options: { object: '对象', array: '数组' } },
  'events.listPlace': { question: 'List 放在哪里？', options: { top: '消息的最外层', wrapped: '包在 SubscribeMsg…Event 里' } },
  'events.itemNumbers': { question: 'ErrorCode、PopupScene 是什么类型？', options: { string: '字符串', int: '整数' } },
  'events.msgidType': { question: 'MsgID 是什么类型？整数超过 2^53，末几位会变', options: { string: '字符串', int: '整数' } },
  'events.createTimeType': { question: 'CreateTime 是什么类型？', options: { int: '整数', string: '字符串' } },
  'events.sentErrorCode': { question: '送达失败事件的 ErrorCode 是几？' },
  'events.duplicate': { question: '同一事件会推两次吗？' },
  'fields.charCount': { question: '「20 个以内字符」按什么数？', options: { codePoints: '一个字算一个', utf16: 'UTF-16 单元' } },
  'fields.emoji': { question: '可以用 emoji 吗？', options: { refuse: '不可以', allow: '可以' } },
  'templates.max': { question: '一个账号最多几个私有模板？' },
  'templates.acceptSnakeCase': { question: '模板管理接口收 kid_list 这样的下划线参数吗？' },
  'privacy.declared': { question: '用户隐私保护指引里声明了哪些信息？没声明的接口报 112' },
  'privacy.asks': { question: '有还没同意隐私指引的用户吗？有的话，先问再用' },
  'content.riskyWords': { question: '哪些词 msgSecCheck 判为违规（risky）？' },
  'content.reviewWords': { question: '哪些词 msgSecCheck 判为需人工复核（review）？' },
  'context.console': { question: '控制台调用时，getWXContext() 有什么？', options: { empty: '什么都没有', wx_devtools: 'SOURCE 和 APPID' } },
  'context.timerSource': { question: '定时器的 SOURCE 是什么？', options: { wx_trigger: 'wx_trigger', empty: '没有' } },
  'context.functionToFunctionOpenid': { question: '被云函数调用的云函数，拿得到用户的 OPENID 吗？' },
  'context.pushUserInfo': { question: '消息推送带 userInfo 吗？' },
  'context.pushSource': { question: '消息推送的 SOURCE 是什么？空为没有' },
  'context.emptySourceChain': { question: '没有 SOURCE 的函数再调函数，SOURCE 是什么？', options: { 'as-is': '仍然没有', scf: 'scf' } },
  'context.environ': { question: '变量放在 context 的哪里？', options: { environment: 'environment', environ: 'environ', both: '两处都有' } },
  'context.sticky': { question: '热实例的 process.env 会留着上次调用的变量吗？' },
  'token.errorCode': { question: '没有调用凭证时，openapi 报什么？', options: { '-501007': '-501007', '-501001': '-501001', '-604104': '-604104' } },
  'token.functionToFunction': { question: '被云函数调用的云函数，可以调 openapi 吗？' },
  'timer.maxPerFunction': { question: 'config.json 里最多几个定时器？' },
  'db.removeWithoutWhere': { question: '不带条件的 remove() 怎么办？', options: { refuse: '拒绝', all: '全部删除' } },
  'db.updatedCounts': { question: 'updated 数的是什么？', options: { changed: '真正改变的', matched: '匹配到的' } },
  'db.transactionSeconds': { question: '事务最长几秒？' },
  'db.indexMax': { question: '一个集合最多几个索引？' },
}
