/** The people of the demo: a small residential estate. Openids are made up, and the same on every machine. */
export interface Person {
  openid: string
  nickname: string
  role?: 'owner' | 'sender' | 'viewer'
  /** What the admins call her by in their filters. */
  tags?: string[]
}

export const OWNER: Person = { openid: 'oDemo_owner_chen_0000000000A', nickname: '陈经理', role: 'owner', tags: ['员工'] }
export const SENDER: Person = { openid: 'oDemo_sender_zhou_000000000B', nickname: '周管家', role: 'sender', tags: ['员工'] }
/** Has agreed to nothing yet: the story begins with her. */
export const NEWCOMER: Person = { openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', tags: ['业主', '3 幢'] }

export const PEOPLE: readonly Person[] = [
  OWNER,
  SENDER,
  { openid: 'oDemo_viewer_wu_00000000000D', nickname: '吴会计', role: 'viewer', tags: ['员工'] },
  NEWCOMER,
  { openid: 'oDemo_user_zhangwei_0000000E', nickname: '张伟', tags: ['员工', '工程'] },
  { openid: 'oDemo_user_lijing_000000000F', nickname: '李静', tags: ['员工', '前台'] },
  { openid: 'oDemo_user_wangfang_0000000G', nickname: '王芳', tags: ['业主', '1 幢'] },
  { openid: 'oDemo_user_liuyang_00000000H', nickname: '刘洋', tags: ['业主', '2 幢'] },
  { openid: 'oDemo_user_zhaolei_00000000I', nickname: '赵磊', tags: ['租客', '2 幢'] },
  { openid: 'oDemo_user_sunli_0000000000J', nickname: '孙丽' },
  { openid: 'oDemo_user_ouyang_000000000K', nickname: '欧阳明月', tags: ['业主', '1 幢'] },
  { openid: 'oDemo_user_anna_00000000000L', nickname: 'Anna Müller', tags: ['租客', '3 幢'] },
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
