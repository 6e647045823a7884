import { posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { lineOf, type Problems } from './problem'
import { type SourceTree } from './source-tree'
import { requiredByWxs, wxsToScript } from './wxs'

/** One finding of the template compiler; lines and columns count from 0. */
interface TemplateWarning {
  isError: boolean
  code: number
  message: string
  startLine: number
  startColumn: number
}

/** The template compiler goes on after a missing end tag; WeChat's refuses it. */
const MISSING_END_TAG = 65543

/** How WXS change handlers and event listeners are called: see runtime/engine/wxs.ts. */
const WXS_HOOKS = `
Q.A=function(handler){return __miniProgram.wxsChange(handler)};
Q.B=function(){};
Q.C=function(caller,event,listener){return __miniProgram.wxsEvent(caller,event,listener)};`

/** @returns a JavaScript expression: an object of templates by code path */
export function compileTemplates(tree: SourceTree, components: Iterable<string>, problems: Problems): string {
  const compiler = new TemplateCompiler(tree, problems)
  for (const path of components) compiler.addTemplate(path)
  return compiler.finish()
}

class TemplateCompiler {
  readonly #group = new TmplGroup()
  readonly #templates = new Set<string>()
  readonly #scripts = new Set<string>()

  constructor(
    private readonly tree: SourceTree,
    private readonly problems: Problems,
  ) {
    this.#group.setExtraRuntimeScript(WXS_HOOKS)
  }

  addTemplate(path: string): void {
    if (this.#templates.has(path)) return
    this.#templates.add(path)
    const file = `${path}.wxml`
    if (!this.tree.has(file)) return
    const source = this.tree.read(file)
    for (const { isError, code, message, startLine, startColumn } of this.#group.addTmpl(path, source) as TemplateWarning[]) {
      const isFatal = isError || code === MISSING_END_TAG
      if (isFatal) this.problems.error(file, message, startLine + 1, startColumn + 1)
      else this.problems.warn(file, message, startLine + 1, startColumn + 1)
    }
    for (const name of this.#group.getInlineScriptModuleNames(path) as string[]) {
      this.#group.setInlineScript(path, name, wxsToScript(this.#group.getInlineScript(path, name)))
    }
    for (const script of this.#group.getScriptDependencies(path) as string[]) {
      this.#addScript(script.replace(/\.wxs$/, ''), file, source)
    }
    for (const dependency of this.#group.getDirectDependencies(path) as string[]) {
      this.#addImport(dependency.replace(/\.wxml$/, ''), file, source)
    }
  }

  finish(): string {
    const expression = this.#group.getTmplGenObjectGroups()
    this.#group.free()
    return expression
  }

  #addImport(path: string, file: string, source: string): void {
    if (this.tree.has(`${path}.wxml`)) this.addTemplate(path)
    else this.problems.error(file, `imports ${path}.wxml, which does not exist`, lineOf(source, posix.basename(path)))
  }

  #addScript(path: string, from: string, source: string): void {
    if (this.#scripts.has(path)) return
    this.#scripts.add(path)
    const file = `${path}.wxs`
    if (!this.tree.has(file)) {
      this.problems.error(from, `requires ${file}, which does not exist`, lineOf(source, posix.basename(path)))
      return
    }
    const script = this.tree.read(file)
    this.#group.addScript(path, wxsToScript(script))
    for (const required of requiredByWxs(script)) {
      const target = required.startsWith('/') ? required.slice(1) : posix.join(posix.dirname(path), required)
      this.#addScript(target, file, script)
    }
  }
}
