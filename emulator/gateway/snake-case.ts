/** camelCase keys to snake_case, at every depth, by the rule of wx-server-sdk. Arrays and scalars are kept. */
export function toSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSnakeCase)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [snakeKey(key), toSnakeCase(item)]))
}

function snakeKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter, index: number) => `${index ? '_' : ''}${letter.toLowerCase()}`)
}
