import { posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { lineOf, type Problem, type Problems } from './problem'
import { type SourceTree } from './source-tree'
import { requiredByWxs, wxsFlaw, wxsToScript } from './wxs'

/** One finding of the template compiler; lines and columns count from 0. */
interface TemplateWarning {
  isError: boolean
  code: number
  message: string
  startLine: number
  startColumn: number
}

/** What is known of one .wxml. */
interface Template {
  source: string
  problems: Problems
  imports: string[]
}

/** The template compiler goes on after a missing end tag; WeChat's refuses it. */
const MISSING_END_TAG = 65543
/** It leaves out what stands between the tags of a slot, an import or a use of a template; WeChat's does so without a word. */
const NEEDLESS_CHILDREN = 65557

/** How WXS change handlers and event listeners are called: see runtime/engine/wxs.ts. */
const WXS_HOOKS = `
Q.A=function(handler){return __miniProgram.wxsChange(handler)};
Q.B=function(){};
Q.C=function(caller,event,listener){return __miniProgram.wxsEvent(caller,event,listener)};`

/** Compiles templates, with all that they import. */
export class TemplateCompiler {
  readonly #group = new TmplGroup()
  readonly #templates = new Map<string, Template>()
  readonly #scripts = new Set<string>()

  constructor(
    private readonly tree: SourceTree,
    private readonly problems: Problems,
  ) {
    this.#group.setExtraRuntimeScript(WXS_HOOKS)
  }

  /** @param path  code path without extension */
  addTemplate(path: string): void {
    const file = `${path}.wxml`
    if (this.#templates.has(path) || !this.tree.has(file)) return
    const source = this.tree.read(file)
    const problems = this.problems.part()
    const imports: string[] = []
    this.#templates.set(path, { source, problems, imports })
    for (const { isError, code, message, startLine, startColumn } of this.#group.addTmpl(path, source) as TemplateWarning[]) {
      const isFatal = (isError && code !== NEEDLESS_CHILDREN) || code === MISSING_END_TAG
      if (isFatal) problems.error(file, message, startLine + 1, startColumn + 1)
      else problems.warn(file, message, startLine + 1, startColumn + 1)
    }
    for (const name of this.#group.getInlineScriptModuleNames(path) as string[]) {
      const script = this.#group.getInlineScript(path, name) as string
      this.#group.setInlineScript(path, name, this.#checkedScript(script, file, lineOf(source, `module="${name}"`) ?? 1, problems))
    }
    for (const script of this.#group.getScriptDependencies(path) as string[]) {
      this.#addScript(script.replace(/\.wxs$/, ''), file, source, problems)
    }
    for (const dependency of this.#group.getDirectDependencies(path) as string[]) {
      const imported = dependency.replace(/\.wxml$/, '')
      imports.push(imported)
      this.#addImport(imported, file, source, problems)
    }
  }

  /** A template with all that it imports: their sources, and what is wrong with them. */
  reached(path: string): { sources: string[]; errors: Problem[] } {
    const seen = new Set<string>()
    const visit = (each: string) => {
      if (seen.has(each)) return
      seen.add(each)
      this.#templates.get(each)?.imports.forEach(visit)
    }
    visit(path)
    const templates = [...seen].flatMap((each) => this.#templates.get(each) ?? [])
    return {
      sources: templates.map(({ source }) => source),
      errors: templates.flatMap(({ problems }) => problems.list.filter(({ severity }) => severity === 'error')),
    }
  }

  /** @returns a JavaScript expression: an object of templates by code path. Nothing can be added after that. */
  finish(): string {
    const expression = this.#group.getTmplGenObjectGroups() as string
    this.#group.free()
    return expression
  }

  #addImport(path: string, file: string, source: string, problems: Problems): void {
    if (this.tree.has(`${path}.wxml`)) this.addTemplate(path)
    else problems.error(file, `imports ${this.#missing(`${path}.wxml`)}`, lineOf(source, posix.basename(path)))
  }

  #addScript(path: string, from: string, source: string, problems: Problems): void {
    const file = `${path}.wxs`
    if (!this.tree.has(file)) {
      problems.error(from, `requires ${this.#missing(file)}`, lineOf(source, posix.basename(path)))
      // A template that names it still needs one.
      if (!this.#scripts.has(path)) this.#group.addScript(path, '')
      this.#scripts.add(path)
      return
    }
    if (this.#scripts.has(path)) return
    this.#scripts.add(path)
    const script = this.tree.read(file)
    this.#group.addScript(path, this.#checkedScript(script, file, 1, problems))
    for (const required of requiredByWxs(script)) {
      const target = required.startsWith('/') ? required.slice(1) : posix.join(posix.dirname(path), required)
      this.#addScript(target, file, script, problems)
    }
  }

  /** One script that cannot be read would take the templates of all pages with it. */
  #checkedScript(source: string, file: string, firstLine: number, problems: Problems): string {
    const script = wxsToScript(source)
    const flaw = wxsFlaw(script)
    if (!flaw) return script
    problems.error(file, flaw.message, firstLine + flaw.line - 1, flaw.column)
    return ''
  }

  #missing(file: string): string {
    const other = this.tree.misspelt(file)
    return other === undefined ? `${file}, which does not exist` : `${file}, which is called ${other}: letter case counts on a phone`
  }
}
