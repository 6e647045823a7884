import { type Member, roleOf } from '../../../core/access/member'
import { COLLECTIONS } from '../../../core/records/collections'
import { type OnlineCheck } from '../check'
import { good, mend, todo } from '../finding'

const GRANT = '云开发控制台 → 云函数 → push → 云端测试：{"action":"grant","operatorKey":"…","openid":"你的 openid","role":"owner"}；openid 在集合 users 里'

export const ownerCheck: OnlineCheck = {
  id: 'owner',
  title: '所有者',
  online: async ({ scope }, account) => {
    const members = await account.find<Member>(scope().target.prefix + COLLECTIONS.members, { query: {}, limit: 1000 })
    const owners = members.filter((member) => roleOf(member) === 'owner')
    if (members.length === 0) return [todo('还没有成员', '至少一位所有者', GRANT)]
    if (owners.length === 0) return [mend(`${members.length} 位成员里没有所有者`, '至少一位：没有人能加成员、改模板', GRANT)]
    return [good(`${owners.length} 位所有者，共 ${members.length} 位成员`)]
  },
}
