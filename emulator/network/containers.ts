const ENTRY = /^(?:([\w-]+)=)?(https?:\/\/\S+)$/

/** Why `text` says of no 云托管 service where it answers, in words; undefined when it does. */
export function faultOfContainer(text: string): string | undefined {
  const url = ENTRY.exec(text)?.[2]
  return url !== undefined && URL.canParse(url) ? undefined : `${JSON.stringify(text)} is no service. Write its name and where it answers, as orders=http://127.0.0.1:8080, or the address alone for all.`
}

/** Where a service answers: its own entry, or the one for all. */
export function containerFor(service: string, entries: readonly string[]): string | undefined {
  const known = entries.map((entry) => ENTRY.exec(entry))
  return (known.find((entry) => entry?.[1] === service) ?? known.find((entry) => entry && entry[1] === undefined))?.[2]
}

/** What a person reads where there is none. */
export function noContainerWords(service: string): string {
  return `本地云里没有云托管服务 ${service || '（没有写名字）'}：在本机跑起来，启动本地云时加 --container ${service || '名字'}=http://127.0.0.1:端口，或在「平台开关 → 网络」里填上`
}
