/** Variables that open something real: names of the clouds' keys, and what such a value looks like. Example values do not. */
const SHAPES: readonly { name: RegExp; value: RegExp }[] = [
  // Tencent Cloud's SecretId says what it is, whatever the variable is called.
  { name: /./, value: /^AKID[0-9A-Za-z]{28,60}$/ },
  { name: /SECRET_?KEY$/i, value: /^[0-9A-Za-z]{32}$/ },
  // WeChat's AppSecret.
  { name: /SECRET/i, value: /^[0-9a-f]{32}$/i },
]

/** Whether a variable looks like a key of the real cloud. The local one has no use for any. */
export function isRealKey(name: string, value: string | undefined): boolean {
  return value !== undefined && SHAPES.some((shape) => shape.name.test(name) && shape.value.test(value.trim()))
}

/** The names of those that look real, in order. Never a value. */
export function realKeysIn(...environments: Readonly<Record<string, string | undefined>>[]): string[] {
  const names = environments.flatMap((environment) => Object.keys(environment).filter((name) => isRealKey(name, environment[name])))
  return [...new Set(names)].sort()
}

export function withoutRealKeys<V extends string | undefined>(variables: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(variables).filter(([name, value]) => !isRealKey(name, value)))
}

export function realKeysInWords(names: string[]): string {
  const list = names.join('、')
  return (
    `提醒:${list} 看起来是真实密钥。本地云用不到它,也不会交给云函数;请把它从 .env 文件、cloudbaserc.json 和环境变量里移走,只在部署的那条命令里设置。\n` +
    `Warning: ${names.join(', ')} looks like a real key. The local cloud has no use for it and gives it to no function; set it for the command that deploys only.`
  )
}
