import { readFileSync } from 'node:fs'
import { transform, type Loader, type Message } from 'esbuild'
import { withChoices } from './dynamic-require'

export interface ScriptFlaw {
  message: string
  line?: number
  column?: number
}

/** A script as CommonJS, or what keeps it from being one. */
export interface ScriptModule {
  source: string
  /** '' when there is a flaw. */
  contents: string
  flaw?: ScriptFlaw
}

/** Also on a line of its own making, as in what was minified; where it stands in a text by chance nothing is changed. */
const IS_MODULE = /(?:^|[;}/])\s*(?:import\b(?!\s*\()|export\b)/m
/** `require.async` gives a promise of a module of another subpackage; here all of them are there. */
const ASYNC_REQUIRE = /\brequire\.async\(\s*(['"][^'"\n]+['"])\s*\)/g

/** What the compiler puts before each module that has an `import` or `export`; once is enough for all of them, see `module-helpers.ts`. */
const HELPERS = /^("use strict";\n)?var __(create|defProp) = [^]*?^var __toCommonJS = .*$/m

/**
 * One script by itself, as WeChat's tools compile it: CommonJS, so that `import` may stand beside `module.exports`, and one that is
 * no JavaScript spoils nothing but itself.
 * @param file  absolute path, .js or .ts
 */
export async function readScript(file: string): Promise<ScriptModule> {
  const source = readFileSync(file, 'utf8')
  const loader: Loader = /\.[cm]?ts$/.test(file) ? 'ts' : 'js'
  try {
    const { code, warnings } = await transform(source.replace(ASYNC_REQUIRE, 'Promise.resolve().then(() => require($1))'), {
      loader,
      format: IS_MODULE.test(source) ? 'cjs' : undefined,
      sourcemap: 'inline',
      sourcefile: file,
      charset: 'utf8',
      tsconfigRaw: '{}',
      logLevel: 'silent',
    })
    // The bundler will not have it, though it throws only when it is run.
    const toConstant = warnings.find(({ id }) => id === 'assign-to-constant')
    return toConstant ? { source, contents: '', flaw: flawOf(toConstant) } : { source, contents: withChoices(withoutHelpers(code), file) }
  } catch (error) {
    return { source, contents: '', flaw: flawOf((error as { errors?: Message[] }).errors?.[0] ?? { text: String(error), location: null }) }
  }
}

/** The lines stay, since a source map counts them. */
function withoutHelpers(code: string): string {
  return code.replace(HELPERS, (text) => text.replace(/[^\n]+/g, ''))
}

function flawOf({ text, location }: Pick<Message, 'text' | 'location'>): ScriptFlaw {
  return { message: text, line: location?.line, column: location ? location.column + 1 : undefined }
}
