import { glassEasel, MiniProgramEnv, type AssociatedBackend, type CodeSpace, type Root, type types } from 'glass-easel-miniprogram-adapter'
import { type Manifest } from '../../manifest'
import { defineBuiltIns } from '../elements'
import { type ElementServices } from '../elements/element'
import { createBackend } from './backend'
import { Definitions } from './definitions'
import { readyBehavior } from './ready'
import { guardSetData } from './set-data'

export type Templates = Record<string, glassEasel.template.ComponentTemplate['content']>

/** glass-easel says more than WeChat does: attributes of built-in components that it does not know. */
const NOISE = /is not a valid property|not a valid event binding|type-incompatible value|as for-list/

/** WeChat's component framework, set up for one mini-program. */
export class Engine {
  readonly definitions: Definitions
  readonly #space: CodeSpace
  readonly #backend: AssociatedBackend

  /** @param onError  told of every error thrown by the mini-program inside the framework */
  constructor(services: ElementServices, onError: (error: unknown) => void) {
    glassEasel.globalOptions.writeIdToDOM = true
    glassEasel.addGlobalWarningListener((message) => {
      if (!NOISE.test(message)) console.warn(message)
      return false
    })
    glassEasel.addGlobalErrorListener((error) => {
      onError(error)
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
  }

  /** Takes JSON, templates and style scopes of all components; their scripts come after that. */
  prepare(components: Manifest['components'], templates: Templates): void {
    for (const [path, { json, styleScope }] of Object.entries(components)) {
      this.#space.addComponentStaticConfig(path, json as types.ComponentStaticConfig)
      const content = templates[path]
      if (content) this.#space.addCompiledTemplate(path, { groupList: templates, content } as glassEasel.template.ComponentTemplate)
      this.#space.addStyleSheet(path, undefined, styleScope)
    }
  }

  /** A page or component as the root of a tree; `query` becomes its properties. */
  createRoot(path: string, query: Record<string, string> = {}): Root {
    const search = Object.entries(query).map(([name, value]) => `${name}=${value}`)
    return this.#backend.createRoot('page', this.#space, `/${path}${search.length > 0 ? `?${search.join('&')}` : ''}`)
  }
}
