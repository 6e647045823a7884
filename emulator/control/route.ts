import { type Shape } from './shape'

/** One address of the HTTP contract. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` segments become fields of the input. */
  path: string
  /** What it does, for the list in README and in a 404. */
  about: string
  /** `input` is the body of a POST or PUT, or the query of a GET or DELETE, with the segments of the path. The result is answered as JSON. */
  handle(input: unknown): unknown
}

type Make = <T>(path: string, about: string, shape: Shape<T>, handle: (input: T) => unknown) => Route

export const get = routesOf('GET')
export const post = routesOf('POST')
export const put = routesOf('PUT')
export const remove = routesOf('DELETE')

function routesOf(method: Route['method']): Make {
  return (path, about, shape, handle) => ({ method, path, about, handle: (input) => handle(shape(input, '')) })
}
