import { type BuiltMiniProgram } from '../../build-process/jobs'
import { problemInWords } from '../build/problem'

/** Where the files of a phone are: addresses of the folders, ending in a slash. */
export interface PhoneFolders {
  runtime: string
  app: string
  /** What the page may reach beside this machine. */
  allowedHosts: readonly string[]
}

/** The document of a phone. What belongs to one page of the mini-program is switched on by the router. */
export function phonePage({ name, styles, problems, failed }: BuiltMiniProgram, { runtime, app, allowedHosts }: PhoneFolders): string {
  const pages = Object.entries(styles.pages).map(([path, css]) => `<style data-page="${path}" media="not all">${inStyle(css)}</style>`)
  const errors = problems.filter(({ severity }) => severity === 'error').map(problemInWords).sort()
  const told = errors.length === 0 ? '' : `<script type="application/json" id="problems"${failed ? ' data-whole' : ''}>${inScript(errors)}</script>\n`
  const script = failed ? '' : `\n<script src="${app}app.js"></script>`
  const body = `${told}<script src="${runtime}runtime.js"></script>${script}`
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="allowed-hosts" content="${escape(allowedHosts.join())}">
<title>${escape(name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${runtime}runtime.css">
<style data-app>${inStyle(styles.app)}</style>
<style>${inStyle(styles.components)}</style>
${pages.join('\n')}
</head>
<body>
${body}
</body>
</html>
`
}

function inStyle(css: string): string {
  return css.replace(/<\/style/gi, '<\\/style')
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
