/** The people of the demo: a small residential estate. Openids are made up, and the same on every machine. */
export interface Person {
  openid: string
  nickname: string
  role?: 'owner' | 'sender' | 'viewer'
}

export const OWNER: Person = { openid: 'oDemo_owner_chen_0000000000A', nickname: '陈经理', role: 'owner' }
export const SENDER: Person = { openid: 'oDemo_sender_zhou_000000000B', nickname: '周管家', role: 'sender' }
/** Has agreed to nothing yet: the story begins with her. */
export const NEWCOMER: Person = { openid: 'oDemo_user_linxia_000000000C', nickname: '林夏' }

export const PEOPLE: readonly Person[] = [
  OWNER,
  SENDER,
  { openid: 'oDemo_viewer_wu_00000000000D', nickname: '吴会计', role: 'viewer' },
  NEWCOMER,
  { openid: 'oDemo_user_zhangwei_0000000E', nickname: '张伟' },
  { openid: 'oDemo_user_lijing_000000000F', nickname: '李静' },
  { openid: 'oDemo_user_wangfang_0000000G', nickname: '王芳' },
  { openid: 'oDemo_user_liuyang_00000000H', nickname: '刘洋' },
  { openid: 'oDemo_user_zhaolei_00000000I', nickname: '赵磊' },
  { openid: 'oDemo_user_sunli_0000000000J', nickname: '孙丽' },
  { openid: 'oDemo_user_ouyang_000000000K', nickname: '欧阳明月' },
  { openid: 'oDemo_user_anna_00000000000L', nickname: 'Anna Müller' },
]

/** Who has agreed to what, and how often, before the story begins. */
export const CONSENTS: readonly { nickname: string; template: string; times: number }[] = [
  { nickname: '周管家', template: 'patrol-assigned', times: 1 },
  { nickname: '张伟', template: 'patrol-assigned', times: 3 },
  { nickname: '张伟', template: 'room-alert', times: 1 },
  { nickname: '李静', template: 'patrol-assigned', times: 1 },
  { nickname: '李静', template: 'visitor-arrived', times: 2 },
  { nickname: '王芳', template: 'repair-done', times: 1 },
  { nickname: '王芳', template: 'bill-due', times: 1 },
  { nickname: '刘洋', template: 'visitor-arrived', times: 1 },
  { nickname: '赵磊', template: 'bill-due', times: 1 },
  { nickname: '欧阳明月', template: 'repair-done', times: 2 },
]

export function personNamed(nickname: string): Person {
  const person = PEOPLE.find((each) => each.nickname === nickname)
  if (!person) throw new Error(`nobody in the demo is called ${nickname}`)
  return person
}
