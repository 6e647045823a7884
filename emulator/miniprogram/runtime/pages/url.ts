export interface PageUrl {
  /** Code path of the page, without a leading slash. */
  path: string
  /** As it stands in the URL: WeChat does not decode the values of a query. */
  query: Record<string, string>
}

/** A URL given to a navigation; a path without a leading slash is relative to the page that navigates. */
export function parsePageUrl(url: string, currentPath = ''): PageUrl {
  const [address = '', search = ''] = url.split(/\?(.*)/s)
  const path = address.startsWith('/') ? address.slice(1) : resolve(address, currentPath)
  return { path: path.replace(/\.html$/, ''), query: parseQuery(search) }
}

export function parseQuery(search: string): Record<string, string> {
  const pairs = search.split('&').filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      return [name, value]
    }),
  )
}

function resolve(relative: string, currentPath: string): string {
  const parts = currentPath.split('/').slice(0, -1)
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
