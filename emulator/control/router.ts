import { type Route } from './route'
import { BadRequest } from './shape'

/** Finds the route for a request, or says what exists instead. */
export class Router {
  constructor(private readonly routes: Route[]) {}

  /**
   * The route and the values of its `:name` segments.
   * @throws BadRequest with code NOT_FOUND or METHOD_NOT_ALLOWED
   */
  find(method: string, pathname: string): { route: Route; params: Record<string, string> } {
    const matches = this.routes.flatMap((route) => {
      const params = matchPath(route.path, pathname)
      return params ? [{ route, params }] : []
    })
    const match = matches.find(({ route }) => route.method === method)
    if (match) return match
    if (matches.length > 0) {
      const allowed = matches.map(({ route }) => route.method).join(' and ')
      throw new BadRequest(`${pathname} takes ${allowed}, not ${method}.`, 'METHOD_NOT_ALLOWED')
    }
    const existing = this.routes.map(({ method, path }) => `${method} ${path}`).join(', ')
    throw new BadRequest(`There is no ${pathname}. What exists: ${existing}.`, 'NOT_FOUND')
  }
}

function matchPath(pattern: string, pathname: string): Record<string, string> | undefined {
  const expected = pattern.split('/')
  const given = pathname.split('/')
  if (expected.length !== given.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? ''
    if (!part.startsWith(':')) {
      if (part !== value) return undefined
    } else if (value === '') {
      return undefined
    } else {
      params[part.slice(1)] = decode(value)
    }
  }
  return params
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new BadRequest(`${segment} is not a valid part of an address.`)
  }
}
