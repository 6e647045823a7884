/** How people read what stands in the audit. What is missing here is shown as it is stored. */

export const ACTION_WORDS: Readonly<Record<string, string>> = {
  create: '推送',
  advance: '推进发送',
  pause: '暂停推送',
  resume: '继续推送',
  cancel: '取消推送',
  retry: '重新推送',
  resolve: '确认结果',
  resolveAll: '全部确认结果',
  approve: '批准推送',
  stopAll: '全部停止',
  releaseAll: '解除全部停止',
  standstill: '查看是否停止',
  invite: '邀请成员',
  invitations: '查看邀请',
  withdrawInvitation: '撤回邀请',
  acceptInvitation: '接受邀请',
  showOpenid: '查看完整 openid',
  exportOpenids: '导出完整 openid',
  saveTemplate: '修改模板',
  syncTemplates: '同步模板',
  grant: '设置成员角色',
  revoke: '移除成员',
  dispatch: '手动派发',
  erase: '删除自己的数据',
  // What is only looked at stands in the audit when it was refused.
  status: '查看推送进度',
  home: '打开推送管理',
  pushes: '查看推送列表',
  results: '查看推送结果',
  history: '查看推送记录',
  message: '查看消息',
  recipients: '查看用户列表',
  templates: '查看模板',
  members: '查看成员',
  audit: '查看操作记录',
  verifyAudit: '校验操作记录',
  overview: '打开首页',
  reach: '查看可接收情况',
  funnel: '查看授权漏斗',
  record: '上报授权',
  settings: '上报授权设置',
  stop: '停止提醒',
  messages: '查看收到的消息',
  profile: '修改昵称',
  export: '导出自己的数据',
  // Beside what was asked.
  'accept-invitation': '接受邀请',
  'refuse-invitation': '邀请码不对',
  // Of records of before.
  push: '推送',
  'save-template': '修改模板',
  'sync-templates': '同步模板',
  'unknown-role': '角色无法识别',
}

/** What an owner filters by: what changes something. */
export const FILTERED_ACTIONS = ['create', 'advance', 'pause', 'resume', 'cancel', 'retry', 'resolve', 'resolveAll', 'grant', 'revoke', 'saveTemplate', 'syncTemplates', 'dispatch', 'erase'] as const

export const RESULT_WORDS: Readonly<Record<string, string>> = {
  ok: '成功',
  forbidden: '没有权限',
  unauthenticated: '身份不明',
  'wrong-key': '密钥不对',
  'too-many-tries': '试得太多',
  'unknown-action': '没有这个操作',
  'invalid-argument': '内容有误',
  'not-found': '找不到',
  'not-ready': '模板没启用',
  'wrong-state': '状态不允许',
  'last-owner': '最后一位所有者',
  'idempotency-conflict': '编号用过了',
  misconfigured: '配置有误',
  'no-call-token': '没有调用凭证',
  'wechat-refused': '微信拒绝',
  busy: '网络繁忙',
  internal: '出错了',
  unanswered: '结果不明',
}

/** Why a role was refused that is none of ours, and the like. */
export const REASON_WORDS: Readonly<Record<string, string>> = { 'unknown-role': '角色无法识别' }
