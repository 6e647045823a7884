import { type Shape } from './shape'

/** One address of the HTTP contract. */
export interface Route {
  method: 'GET' | 'POST'
  /** `:name` segments become fields of the input. */
  path: string
  /** What it does, for the list in README and in a 404. */
  about: string
  /** `input` is the body of a POST, or path and query of a GET. The result is answered as JSON. */
  handle(input: unknown): unknown
}

export function get<T>(path: string, about: string, shape: Shape<T>, handle: (input: T) => unknown): Route {
  return { method: 'GET', path, about, handle: (input) => handle(shape(input, '')) }
}

export function post<T>(path: string, about: string, shape: Shape<T>, handle: (input: T) => unknown): Route {
  return { method: 'POST', path, about, handle: (input) => handle(shape(input, '')) }
}
