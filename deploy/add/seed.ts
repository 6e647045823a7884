// The module that fills a fresh local cloud of theirs. It stands in their project, so it needs nothing of ours.

/** @param functions  names as they are in their project @param templates  name of the file with the templates */
export function seedModule(functions: { push: string; subscribe: string }, templates: string): string {
  return `// 给全新的本地云填上：模板、一位所有者、一位用户。由 subscribe-message-cloud 写入，可以照自己的需要改。
const TEMPLATES = require('./${templates}')

/** 微信给两种模板的编号。 */
const TYPES = { 'one-time': 2, 'long-term': 3 }
const PEOPLE = [
  { openid: 'oLocal_owner_00000000000000A', nickname: '店主', role: 'owner' },
  { openid: 'oLocal_user_000000000000000B', nickname: '小明' },
]

module.exports = async function seed(cloud) {
  const operatorKey = cloud.variables.OPERATOR_KEY
  const call = async (name, data, caller) => {
    const answer = await cloud.invoke(name, data, caller)
    if (!answer.ok) throw new Error(name + '：' + (answer.error && answer.error.message))
    return answer
  }
  const templates = []
  for (const template of TEMPLATES) {
    const { key, title, content, enums, sample, type } = template
    const { templateId } = cloud.addTemplate({ title, content, enums: enums || {}, examples: sample || {}, type: TYPES[type] })
    await call('${functions.push}', { action: 'saveTemplate', operatorKey, ...template, templateId })
    templates.push({ key, templateId, title })
  }
  for (const { openid, nickname, role } of PEOPLE) {
    cloud.addUser({ openid, nickname })
    await call('${functions.subscribe}', { action: 'profile', nickname }, { kind: 'client', openid })
    if (role) await call('${functions.push}', { action: 'grant', operatorKey, openid, role })
  }
  return { operatorKey, users: PEOPLE, templates }
}
`
}
