/** A part of the mini-program that can be left out. */
export interface PartPlan {
  title: string
  /** Other parts without which it makes no sense. */
  needs?: readonly string[]
  /** Pages by their addresses; a trailing `*` stands for all that no other part has. */
  pages?: readonly string[]
  /** What they call from pages of their own; those that are not there yet are passed over. */
  entries?: readonly string[]
}

/** In the order in which they are offered. What a page is made of is found by following it. */
export const PARTS: Readonly<Record<string, PartPlan>> = {
  button: {
    title: '询问授权的服务和组件，放进自己的页面',
    entries: [
      'services/consent', 'services/consent-text', 'services/consent-words', 'services/session', 'services/settings', 'services/settings-report', 'services/subscribe-api', 'services/routes',
      'services/opened', 'components/subscribe-button/subscribe-button', 'components/subscribe-again/subscribe-again', 'components/message-card/message-card',
    ],
  },
  subscribe: { title: '「提醒」页：用户选择要哪些提醒', needs: ['button'], pages: ['pages/subscribe/subscribe'] },
  message: { title: '消息详情页：点开通知卡片后看到的', needs: ['button'], pages: ['pages/message/message'] },
  messages: { title: '「消息」页：用户收到过的提醒', needs: ['message'], pages: ['pages/messages/messages'] },
  profile: { title: '「我的」页：昵称、停止提醒、导出和删除自己的数据', needs: ['button'], pages: ['pages/profile/profile'] },
  admin: { title: '推送管理：选人、写消息、看结果', needs: ['button'], pages: ['admin/*'] },
  invitation: { title: '接受邀请页：受邀的人成为成员', needs: ['admin'], pages: ['pages/invitation/invitation'] },
  reach: { title: '推送管理里的「还能发给多少人」分析', needs: ['admin'], pages: ['admin/reach/reach'] },
  people: { title: '推送管理里按原因列出的人', needs: ['admin'], pages: ['admin/people/people'] },
  import: { title: '推送管理里的导入备注和标签', needs: ['admin'], pages: ['admin/import-people/import-people'] },
  paste: { title: '推送管理里的粘贴名单', needs: ['admin'], pages: ['admin/paste/paste', 'admin/table/table'] },
  recurring: { title: '推送管理里的重复推送', needs: ['admin'], pages: ['admin/recurring/recurring'] },
  settings: { title: '推送管理里的设置：成员和模板', needs: ['admin'], pages: ['admin/settings/settings', 'admin/kind/kind'] },
  members: { title: '设置里的添加成员和邀请成员', needs: ['settings', 'invitation'], pages: ['admin/add-member/add-member', 'admin/invite/invite'] },
  keys: { title: '设置里的业务密钥', needs: ['settings'], pages: ['admin/caller-keys/caller-keys'] },
  audit: { title: '设置里的操作记录', needs: ['settings'], pages: ['admin/audit/audit'] },
}
