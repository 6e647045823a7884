// Hands jest the mutated source of one file, which the environment variable MUTANT describes.
const { join } = require('node:path')
const { createTransformer } = require('@swc/jest')

const ROOT = join(__dirname, '../../..')
const mutant = process.env.MUTANT === undefined ? undefined : JSON.parse(process.env.MUTANT)

const sourceOf = (source, path) => {
  if (mutant === undefined || path !== join(ROOT, mutant.file)) return source
  return source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end)
}

module.exports = {
  createTransformer(options) {
    const typescript = createTransformer(options)
    return {
      canInstrument: true,
      process: (source, path, how) => (path.endsWith('.json') ? { code: sourceOf(source, path) } : typescript.process(sourceOf(source, path), path, how)),
      getCacheKey: (source, path, how) => `${typescript.getCacheKey(sourceOf(source, path), path, how)}${path.endsWith('.json') ? 'json' : ''}`,
    }
  },
}
