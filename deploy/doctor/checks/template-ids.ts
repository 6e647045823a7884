import { isPlaceholder } from '../../../core/templates/template'
import { type OfflineCheck } from '../check'
import { mend, orGood, todo } from '../finding'
import { idOf } from '../project'

export const templateIdsCheck: OfflineCheck = {
  id: 'template-ids',
  title: '模板 ID',
  offline: ({ templates, variables, file }) => {
    const ids = templates.map((template) => ({ ...idOf(template, variables), title: template.title }))
    const where = `从 微信公众平台 → 订阅消息 → 我的模板 复制，填进 ${file}，再运行 npm run templates`
    const empty = ids.filter(({ id }) => id === '')
    const missing = empty.length === 0 ? [] : [todo(`还没有模板 ID：${empty.map(({ title }) => `「${title}」`).join('')}`, `${empty.map(({ variable }) => variable ?? 'templateId').join('、')} 是这个小程序的模板 ID`, `${where}；用不到的从 deploy/templates.json 里删掉`)]
    const placeholders = ids.filter(({ id }) => id !== '' && isPlaceholder(id)).map(({ title, id }) => mend(`「${title}」的模板 ID 还是占位的「${id}」`, '这个小程序的模板 ID', where))
    const twice = ids.filter(({ id }, at) => id !== '' && ids.findIndex((other) => other.id === id) < at).map(({ title, id }) => mend(`「${title}」的模板 ID ${id} 和另一个模板的一样`, '每个模板一个 ID', where))
    return orGood([...missing, ...placeholders, ...twice], `${ids.length} 个模板都有 ID`)
  },
}
