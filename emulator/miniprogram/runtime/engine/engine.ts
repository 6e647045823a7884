import { glassEasel, MiniProgramEnv, type AssociatedBackend, type CodeSpace, type Root, type types } from 'glass-easel-miniprogram-adapter'
import { type Manifest } from '../../manifest'
import { defineBuiltIns } from '../elements'
import { type ElementServices } from '../elements/element'
import { createBackend } from './backend'
import { Definitions, ScriptFault } from './definitions'
import { readyBehavior } from './ready'
import { guardSetData } from './set-data'

export type Templates = Record<string, glassEasel.template.ComponentTemplate['content']>

/** glass-easel says more than WeChat does: attributes of built-in components that it does not know. */
const NOISE = /is not a valid property|not a valid event binding|type-incompatible value|as for-list/

/** What WeChat passes over: an observer, or a listener, that names a method which is not there. */
const PASSED_OVER = /observer (is not a function|of property)|Cannot find method .* for observer/

/** Stands in for a page that cannot be drawn; no file is called so. */
const BLANK = '@/blank'

/** WeChat's component framework, set up for one mini-program. */
export class Engine {
  readonly definitions: Definitions
  readonly #space: CodeSpace
  readonly #backend: AssociatedBackend
  readonly #components: Manifest['components'] = {}
  /** What keeps a component from being drawn, once its script was run. */
  readonly #faults = new Map<string, string[]>()

  /** @param onError  told of every error thrown by the mini-program inside the framework */
  constructor(
    services: ElementServices,
    private readonly onError: (error: unknown) => void,
  ) {
    glassEasel.globalOptions.writeIdToDOM = true
    // A property may be called as a field of the framework's own nodes is, such as `dataset`.
    glassEasel.globalOptions.writeFieldsToNode = false
    glassEasel.addGlobalWarningListener((message) => {
      if (!NOISE.test(message)) console.warn(message)
      return false
    })
    glassEasel.addGlobalErrorListener((error) => {
      if (error instanceof Error && PASSED_OVER.test(error.message)) console.warn(error.message)
      else onError(error)
      return false
    })
    guardSetData()
    const environment = new MiniProgramEnv()
    // The main space knows shared styles.
    this.#space = environment.createCodeSpace('', true)
    defineBuiltIns(this.#space.getComponentSpace(), services)
    this.#backend = environment.associateBackend(createBackend(services.inStyle))
    this.#space.setOverallBehavior(readyBehavior(this.#space.getComponentSpace()))
    this.definitions = new Definitions(this.#space)
    this.prepare({ [BLANK]: { isPage: true, json: { usingComponents: {} }, styleScope: '', uses: [], faults: [] } }, {})
    this.definitions.add(BLANK, () => this.#space.component(BLANK).register())
  }

  /** Takes JSON, templates and style scopes of all components; their scripts come after that. */
  prepare(components: Manifest['components'], templates: Templates): void {
    Object.assign(this.#components, components)
    for (const [path, { json, styleScope }] of Object.entries(components)) {
      this.#space.addComponentStaticConfig(path, json as types.ComponentStaticConfig)
      const content = templates[path]
      if (content) this.#space.addCompiledTemplate(path, { groupList: templates, content } as glassEasel.template.ComponentTemplate)
      this.#space.addStyleSheet(path, undefined, styleScope)
    }
  }

  /**
   * Runs the scripts of a page or component, and of all that it draws, where that was not done.
   * @returns why it cannot be drawn, in words with file and line; nothing when it can
   */
  load(path: string): string[] {
    const faults: string[] = []
    const seen = new Set<string>()
    const visit = (each: string) => {
      if (seen.has(each)) return
      seen.add(each)
      faults.push(...this.#faultsOf(each, each === path))
      this.#components[each]?.uses.forEach(visit)
    }
    visit(path)
    return faults
  }

  /** Stands for a page that cannot be drawn. */
  createBlankRoot(): Root {
    this.definitions.load(BLANK)
    return this.#backend.createRoot('page', this.#space, `/${BLANK}`)
  }

  #faultsOf(path: string, isRoot: boolean): string[] {
    const known = this.#faults.get(path)
    if (known) return known
    const faults = [...(this.#components[path]?.faults ?? [])]
    try {
      this.definitions.load(path)
      if (isRoot && faults.length === 0 && !this.definitions.isDefined(path)) {
        faults.push(`error ${path}.js Page "${path}" has not been registered yet: neither Page() nor Component() was called.`)
      }
    } catch (error) {
      if (error instanceof ScriptFault) faults.push(error.message)
      else this.onError(error)
      if (isRoot && !(error instanceof ScriptFault)) faults.push(`error ${path}.js ${String(error)}`)
    }
    this.#faults.set(path, [...new Set(faults)])
    return this.#faults.get(path) ?? []
  }

  /** A page or component as the root of a tree; `query` becomes its properties. */
  createRoot(path: string, query: Record<string, string> = {}): Root {
    const search = Object.entries(query).map(([name, value]) => `${name}=${value}`)
    return this.#backend.createRoot('page', this.#space, `/${path}${search.length > 0 ? `?${search.join('&')}` : ''}`)
  }
}
