import { type Options, run } from './run'
import { type Pipeline } from './sdk'

/** `collection.aggregate()`: the SDK's stages, and an `end` that answers as the client does. */
export function aggregateOf(pipeline: Pipeline): object {
  const wrapped: object = new Proxy(pipeline, {
    get: (target, name) => {
      if (name === 'end') return (options?: Options) => run('collection.aggregate', options, async () => ({ list: (await target.end()).data }))
      const stage = Reflect.get(target, name) as unknown
      if (typeof stage !== 'function') return stage
      return (...operands: unknown[]): unknown => {
        const given = Reflect.apply(stage, target, operands) as unknown
        return given === target ? wrapped : given
      }
    },
  })
  return wrapped
}
