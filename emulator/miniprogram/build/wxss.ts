import { posix } from 'node:path'
import postcss, { CssSyntaxError, type AtRule, type Root, type Rule } from 'postcss'
import { toCssLengths } from '../css-lengths'
import { type Problems } from './problem'
import { toDomSelector } from './selectors'
import { isCompiled, type StyleSources } from './style-sources'

const RPX_PER_PX_IN_MEDIA = 2

/**
 * One stylesheet with all that it imports, as CSS.
 * @param scope  prefix of class names; '' for none
 */
export function compileStyles(file: string, scope: string, sources: StyleSources, problems: Problems): string {
  const css = inlineImports(file, sources, problems, new Set())
  dropRemoteFonts(css, file, problems)
  css.walkDecls((declaration) => {
    declaration.value = toCssLengths(declaration.value)
  })
  css.walkAtRules('media', (media) => {
    media.params = media.params.replace(/([\d.]+)rpx/g, (_, number: string) => `${Number(number) / RPX_PER_PX_IN_MEDIA}px`)
  })
  css.walkRules((rule) => {
    if (!isKeyframe(rule)) rule.selector = toDomSelector(rule.selector, scope)
  })
  return css.toString()
}

function isKeyframe(rule: Rule): boolean {
  return rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as AtRule).name)
}

function inlineImports(file: string, sources: StyleSources, problems: Problems, seen: Set<string>): Root {
  if (seen.has(file)) return postcss.root()
  seen.add(file)
  const css = parse(file, sources.read(file, problems), problems)
  css.walkAtRules('import', (rule) => {
    const reference = rule.params.replace(/^url\(|\)$/g, '').trim().replace(/^['"]|['"]$/g, '')
    const imported = findImport(reference, file, sources)
    if (imported === undefined) {
      problems.error(file, `@import "${reference}" does not exist`, lineIn(file, rule))
      rule.remove()
      return
    }
    rule.replaceWith(inlineImports(imported, sources, problems, seen).nodes.map((node) => node.clone()))
  })
  return css
}

function findImport(reference: string, file: string, sources: StyleSources): string | undefined {
  const nearby = reference.startsWith('/') ? reference.slice(1) : posix.join(posix.dirname(file), reference)
  const candidates = [nearby, ...sources.tree.npmCandidates(reference, file)]
  return candidates.flatMap((candidate) => [candidate, `${candidate}.wxss`]).map((each) => sources.find(each)).find((found) => found !== undefined)
}

function parse(file: string, source: string, problems: Problems): Root {
  try {
    return postcss.parse(source, { from: file })
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    problems.error(file, error.reason, error.line, error.column)
    return postcss.root()
  }
}

/** What was compiled has lines of its own. */
function lineIn(file: string, rule: AtRule): number | undefined {
  return isCompiled(file) ? undefined : rule.source?.start?.line
}

/** Nothing is fetched from elsewhere; a font that would be is left out, so that its text shows at once. */
function dropRemoteFonts(css: Root, file: string, problems: Problems): void {
  css.walkAtRules('font-face', (rule) => {
    if (!/url\(\s*['"]?(https?:)?\/\//.test(rule.toString())) return
    if (!file.startsWith('miniprogram_npm/')) {
      problems.warn(file, 'a font from another site is not loaded in the local cloud; use local images for icons', lineIn(file, rule))
    }
    rule.remove()
  })
}
