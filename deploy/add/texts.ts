// The pieces for their text files.
import { withoutBlock } from './blocks'
import { type Place, variablesOf } from './merges'

type Piece = [path: string, lines: string[]]

const WORDS: Record<string, string> = {
  TCB_ENV_ID: '云环境 ID（云开发控制台 → 设置 → 环境 ID）',
  OPERATOR_KEY: '从云控制台调用要带的密钥，至少 16 个随机字符；本地云会自己生成一个',
  MINIPROGRAM_STATE: '卡片打开哪个版本：developer、trial、formal；发布以前写 developer，空着是 formal',
  CONSENT_SOURCE: '谁来报用户的同意：page（小程序自己）或 event（微信的消息推送）；空着是 page',
  QUIET_HOURS: '免打扰时段，北京时间，例如 22:00-08:00；空着没有',
}

/** Their text without what an earlier run put in. */
function theirText({ project, manifest }: Place, path: string): string | undefined {
  const text = project.read(path)
  const recorded = manifest?.blocks[path]
  return text === undefined || !recorded ? text : (withoutBlock(text, recorded.text) ?? text)
}

/** Variables that their example does not name yet. */
export function envExample(place: Place): Piece {
  const path = '.env.example'
  const theirs = theirText(place, path) ?? ''
  const templates = place.payload.templates.map((template) => /\{\{env\.(\w+)\}\}/.exec(String(template['templateId']))?.[1]).filter((name) => name !== undefined)
  const names = ['TCB_ENV_ID', 'OPERATOR_KEY', ...variablesOf(place), ...templates]
  const missing = [...new Set(names)].filter((name) => !new RegExp(`^\\s*(export\\s+)?${name}\\s*=`, 'm').test(theirs))
  const lines = missing.flatMap((name) => [...(WORDS[name] === undefined ? [] : [`# ${WORDS[name]}`]), `${name}=`])
  return [path, lines.length === 0 ? [] : ['# 订阅消息（subscribe-message-cloud）：复制到 .env.local 再填，.env.local 不进 git。每个变量的意思见它的 docs/going-live.md。', ...lines]]
}

/** The local cloud's data, and the file with the key. */
export function gitIgnore(place: Place): Piece {
  const path = '.gitignore'
  if (!place.project.has(path) && !place.project.has('.git')) return [path, []]
  const theirs = (theirText(place, path) ?? '').split(/\r?\n/).map((line) => line.trim())
  const missing = ['.emulator/', '.env.local'].filter((name) => ![name, `/${name}`, name.replace(/\/$/, '')].some((form) => theirs.includes(form)))
  return [path, missing.length === 0 ? [] : ['# 订阅消息：本地云的数据，和密钥', ...missing]]
}

export function readmePointer(place: Place): Piece {
  const { project, choices } = place
  if (!choices.readme || !project.has('README.md')) return ['README.md', []]
  return [
    'README.md',
    [
      '## 订阅消息',
      '',
      `由 subscribe-message-cloud 装入：\`${project.miniProgramRoot}${choices.folder}/\`、云函数 ${Object.values(place.functions).map((name) => `\`${name}\``).join('、')}，清单是 \`subscribe-message.json\`。`,
      '升级、取出用它的 `npm run add`、`npm run remove`；我们的模板写在 ' + `\`${choices.folder}.templates.json\`。`,
    ],
  ]
}
