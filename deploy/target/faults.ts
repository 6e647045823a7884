import { faultsOfKeys } from '../../core/access/operator-keys'
import { readPrefix } from '../../core/ports/prefix'
import { readSettings } from '../../core/ports/settings'
import { type Variables } from '../variables'

const KEY_ADVICE = '请写上 openssl rand -base64 24 的结果，再部署一次。'

/**
 * What keeps these variables from being deployed, in words with the next step; empty when nothing does.
 * @param file  the one to fill in, for the words
 */
export function faultsOf(variables: Variables, file: string): string[] {
  const envId = variables['TCB_ENV_ID'] ? [] : [`没有 TCB_ENV_ID：请在 ${file} 里写上环境 ID（云开发控制台 → 设置 → 环境 ID）。`]
  return [...envId, ...faultsOfKeys(variables).map((fault) => `${fault}${KEY_ADVICE}`), ...thrown(() => readSettings(variables)), ...thrown(() => readPrefix(variables))]
}

/** What is worth knowing before the first message, and keeps nothing from being deployed. */
export function remarksOf(variables: Variables, templates: readonly { templateId: string }[], file: string): string[] {
  const empty = templates.flatMap(({ templateId }) => {
    const name = /^\{\{env\.(\w+)\}\}$/.exec(templateId)?.[1]
    return name && !variables[name] ? [name] : []
  })
  return [
    ...(empty.length > 0 ? [`还没有模板 ID：${empty.join('、')}。没有 ID 的模板发不出去；填进 ${file} 后运行 npm run templates。`] : []),
    `卡片打开的版本：${STATES[stateOf(variables)] ?? stateOf(variables)}（MINIPROGRAM_STATE=${stateOf(variables)}）。${stateOf(variables) === 'formal' ? '小程序没有发布过、或页面还没发布时会报 41030。' : '小程序发布之后改成 formal。'}`,
  ]
}

const STATES: Record<string, string> = { developer: '开发版', trial: '体验版', formal: '正式版' }

/** Until somebody says that the mini-program was released, a card opens what can be opened. */
export function stateOf(variables: Variables): string {
  return variables['MINIPROGRAM_STATE'] || UNRELEASED_STATE
}

export const UNRELEASED_STATE = 'developer'

function thrown(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
