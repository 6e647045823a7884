/** How this mini-program's parts came to stand where they stand. All addresses and names that depend on it are made of this one table. */
export interface Installed {
  /** Folder below miniprogramRoot that holds components/, services/, pages/ and admin/; empty when they stand in the root itself. */
  folder: string
  /** Names under which the functions are deployed. */
  functions: { subscribe: string; push: string }
  /** Pages that are there, as addresses below the folder. */
  pages: readonly string[]
  /** Those of them that stand in the tab bar, in its order. */
  tabs: readonly string[]
  /** What the cards call this mini-program; empty for nothing. */
  name: string
  /** Where somebody lands who opens the mini-program without an address, as app.json says it. */
  home: string
}

/** Of this project. `deploy/payload` writes another one for a project that takes the parts up. */
export const INSTALLED: Installed = {
  folder: '',
  functions: { subscribe: 'subscribe', push: 'push' },
  pages: [
    'pages/subscribe/subscribe',
    'pages/messages/messages',
    'pages/profile/profile',
    'pages/message/message',
    'pages/invitation/invitation',
    'admin/overview/overview',
    'admin/reach/reach',
    'admin/recipients/recipients',
    'admin/compose/compose',
    'admin/paste/paste',
    'admin/table/table',
    'admin/result/result',
    'admin/push/push',
    'admin/recurring/recurring',
    'admin/people/people',
    'admin/person/person',
    'admin/import-people/import-people',
    'admin/history/history',
    'admin/detail/detail',
    'admin/settings/settings',
    'admin/kind/kind',
    'admin/add-member/add-member',
    'admin/invite/invite',
    'admin/caller-keys/caller-keys',
    'admin/audit/audit',
  ],
  tabs: ['pages/subscribe/subscribe', 'pages/messages/messages', 'pages/profile/profile'],
  name: '订阅提醒',
  home: 'pages/subscribe/subscribe',
}
