import { type OfflineCheck } from '../check'
import { mend, orGood } from '../finding'
import { readJson } from '../project'

/** What each function calls of WeChat. */
export const CALLED: Readonly<Record<string, readonly string[]>> = {
  subscribe: ['security.msgSecCheck'],
  push: ['subscribeMessage.send', 'subscribeMessage.getTemplateList'],
  dispatch: ['subscribeMessage.send'],
}

/** What config.json asks for; whether WeChat applied it shows in a send only, and is in the checklist. */
export function openapiOf(root: string, name: string): string[] {
  const { openapi } = (readJson(root, `cloudfunctions/${name}/config.json`)['permissions'] ?? {}) as { openapi?: string[] }
  return openapi ?? []
}

export const openapiCheck: OfflineCheck = {
  id: 'openapi',
  title: '云调用权限的声明',
  offline: ({ root }) => {
    const missing = Object.entries(CALLED).flatMap(([name, called]) => called.filter((api) => !openapiOf(root, name).includes(api)).map((api) => [name, api] as const))
    return orGood(
      missing.map(([name, api]) => mend(`cloudfunctions/${name}/config.json 里没有 ${api}`, `permissions.openapi 里有 ${api}，否则报 -604101`, `加上它，再在开发者工具里右键 ${name} → 上传并部署：云端安装依赖`)),
      `${Object.keys(CALLED).join('、')} 的 config.json 声明了要用的接口`,
    )
  },
}
