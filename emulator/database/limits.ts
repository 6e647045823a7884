/** Documents that one get() returns: official page «数据库 / 查询数据», and what wx-server-sdk 4.0.2 sends. */
export const GET_LIMIT = {
  function: { default: 100, max: 1000 },
  client: { default: 20, max: 20 },
}

const KB = 1024
const MB = 1024 * KB

/** Bytes that one request may write or read: «云开发 / 资源配额». */
export const WRITE_BYTES = { function: 5 * MB, client: 512 * KB }
export const READ_BYTES = { function: 50 * MB, client: 1 * MB }

/** Collections of one environment, base plan: «云开发 / 资源配额». */
export const MAX_COLLECTIONS = 100

/** Characters of one security rule expression: «数据库 / 安全规则». */
export const MAX_RULE_LENGTH = 1024
/** `get()` calls of one security rule expression. */
export const MAX_RULE_GETS = 3
