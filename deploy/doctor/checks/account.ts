import { type OnlineCheck } from '../check'
import { mend, orGood } from '../finding'

const CONSOLE = '云开发控制台 → 设置'

export const accountCheck: OnlineCheck = {
  id: 'account',
  title: '账号和环境',
  online: async (_project, { base, api: { envId } }) => {
    const { alias, source, status, database } = await base()
    return orGood(
      [
        ...(status === 'NORMAL' ? [] : [mend(`环境 ${envId} 的状态是 ${status}`, 'NORMAL', `${CONSOLE} → 套餐：续费或恢复；建不出来就删掉重建`)]),
        ...(database ? [] : [mend(`环境 ${envId} 里没有数据库`, '有一个文档型数据库', '云开发控制台 → 数据库：开通')]),
      ],
      `环境 ${envId}${alias && alias !== envId ? `（${alias}）` : ''}，来源 ${source || '没有说'}，状态正常`,
    )
  },
}
