import { SCHEMA } from '../../../core/records/schema'
import { type OnlineCheck } from '../check'
import { type Finding, good, mend, notice } from '../finding'
import { DEPLOY } from '../project'

/** The timer brings records to the shape that the code wants; nothing brings them back. */
export const schemaCheck: OnlineCheck = {
  id: 'schema',
  title: '记录的版本',
  online: async ({ scope }, account): Promise<Finding[]> => {
    const schema = (await account.marker(scope().target.marker))?.schema
    if (schema === undefined) return [good('还没有看过，第一次定时任务会看')]
    if (schema > SCHEMA) return [mend(`记录是第 ${schema} 版，这份代码只懂到第 ${SCHEMA} 版`, `不高于第 ${SCHEMA} 版`, `换成新的代码再 ${DEPLOY}；不能退回，见 docs/升级.md`)]
    if (schema < SCHEMA) return [notice(`记录是第 ${schema} 版，正在升级`, `第 ${SCHEMA} 版`, '等着就好：每次定时任务做一段；一直不动就看「定时触发器」那一条')]
    return [good(`第 ${schema} 版`)]
  },
}
