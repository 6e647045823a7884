import { isPlaceholder, parseContent } from '../../../core/templates/template'
import { readTemplates, type WeChatTemplate } from '../../account/wechat'
import { type OnlineCheck } from '../check'
import { type Finding, mend, notice, orGood } from '../finding'
import { type DeclaredTemplate, fieldsOf, idOf } from '../project'
import { differenceOf } from './saved-templates'

const WHERE = '微信公众平台 → 订阅消息 → 我的模板'
const TYPES: Record<number, string> = { 2: 'one-time', 3: 'long-term' }
const TYPE_WORDS: Record<string, string> = { 'one-time': '一次性', 'long-term': '长期' }

/** The ids belong to this mini-program, and mean there what they mean here. */
export const wechatTemplatesCheck: OnlineCheck = {
  id: 'wechat-templates',
  title: '微信里的模板',
  online: async ({ templates, variables }, { wechat }) => {
    if (!wechat) return [notice('没有 WECHAT_APPID 和 WECHAT_APPSECRET，看不到微信里的模板', '和 deploy/templates.json 一样', `${WHERE}，照检查单里的 templates 看一遍；或所有者在小程序的模板页点「同步」`)]
    const known = await readTemplates(wechat)
    const ours = templates.map((declared) => ({ declared, id: idOf(declared, variables).id })).filter(({ id }) => !isPlaceholder(id))
    return orGood(ours.flatMap(({ declared, id }) => faultsOf(declared, id, known.find(({ priTmplId }) => priTmplId === id))), `${ours.length} 个模板在微信里都有，字段一样`)
  },
}

function faultsOf(declared: DeclaredTemplate, id: string, known: WeChatTemplate | undefined): Finding[] {
  const name = `模板 ${declared.key}「${declared.title}」`
  if (!known) return [mend(`${name}的 ID ${id} 不在这个小程序里`, '在「我的模板」里有，否则报 40037', `${WHERE}：选用它，把 ID 填进环境变量；或核对 AppID`)]
  // The values of an enum are not in what WeChat tells here.
  const plain = fieldsOf(declared).map(({ enum: _values, ...field }) => field)
  const differs = differenceOf(parseContent(known.content).fields.map(({ enum: _values, ...field }) => field), plain)
  const type = TYPES[known.type] ?? String(known.type)
  return [
    ...(differs ? [mend(`${name}在微信里的字段是 ${differs.is}`, differs.should, `照微信里的改 deploy/templates.json，再 npm run templates；或在 ${WHERE} 里换一个`)] : []),
    ...(type === declared.type ? [] : [mend(`${name}在微信里是${TYPE_WORDS[type] ?? type}的`, `${TYPE_WORDS[declared.type] ?? declared.type}的`, '照微信里的改 deploy/templates.json 的 type')]),
  ]
}
