import { type CodeSpace, type behavior } from 'glass-easel-miniprogram-adapter'
import { tolerated } from './tolerant'
import { type Definition, type Instance } from './types'

type Behavior = behavior.GeneralBehavior

/** Marks a custom component that takes part in a form. */
export const FORM_FIELD_ATTRIBUTE = 'mp-form-field'

/** The built-in behaviors; only the form field does something by itself. */
const FORM_FIELD: Definition = {
  properties: { name: String, value: null },
  lifetimes: {
    attached(this: Instance) {
      // A component with a virtual host has no element of its own.
      ;(this._$.getBackendElement() as unknown as HTMLElement | null)?.setAttribute(FORM_FIELD_ATTRIBUTE, '')
    },
  },
}

/** A script cannot be had; the message is the build's, with file and line. */
export class ScriptFault extends Error {}

/** `Component`, `Page` and `Behavior`, which know whose script calls them because the build wraps each script. */
export class Definitions {
  readonly #builtIn = new Map<string, Behavior>()
  /** Whose scripts are being run, the innermost last. */
  readonly #running: string[] = []
  readonly #defined = new Set<string>()
  readonly #scripts = new Map<string, () => void>()

  constructor(private readonly space: CodeSpace) {}

  enter(path: string): void {
    this.#running.push(path)
  }

  leave(): void {
    this.#running.pop()
  }

  /** Takes the script of a page or component, to be run when that is first drawn. */
  add(path: string, load: () => void): void {
    this.#scripts.set(path, load)
  }

  /** Runs the script of a page or component, if that was not done. What it throws is passed on. */
  load(path: string): void {
    const script = this.#scripts.get(path)
    this.#scripts.delete(path)
    if (script) this.run(script)
  }

  /** Runs a script; what it throws is passed on, and whoever was entered is left. */
  run(load: () => void): void {
    const depth = this.#running.length
    try {
      load()
    } finally {
      this.#running.length = depth
    }
  }

  isDefined(path: string): boolean {
    return this.#defined.has(path)
  }

  readonly component = (definition: Definition): void => {
    this.#define('Component', definition)
  }

  readonly page = (definition: Definition): void => {
    this.#define('Page', definition)
  }

  readonly behavior = (definition: Definition): Behavior => {
    return this.space.behavior().definition(this.#withBehaviors(definition)).register() as unknown as Behavior
  }

  #define(kind: 'Component' | 'Page', definition: Definition): void {
    const path = this.#running.at(-1)
    if (path === undefined) throw new Error(`${kind}() is called outside of the script of a page or component.`)
    this.#takeStyleOptions(path, definition)
    this.#defined.add(path)
    const own = this.#withBehaviors(definition)
    this.space.componentEnv(path, ({ Component, Page }) => (kind === 'Page' ? Page(own) : Component(own)))
  }

  /**
   * `options` may say what the .json may say as well. Whose classes a style sheet reaches is decided at the build, so that a component
   * which shares its own styles from here takes those of the page and the app, and keeps its own.
   */
  #takeStyleOptions(path: string, { options }: Definition): void {
    const { styleIsolation, addGlobalClass } = (options ?? {}) as { styleIsolation?: string; addGlobalClass?: boolean }
    const config = this.space.getComponentStaticConfig(path)
    const takesMore = styleIsolation === undefined ? addGlobalClass === true : styleIsolation !== 'isolated'
    if (!takesMore || config?.styleIsolation !== 'isolated') return
    if (styleIsolation?.endsWith('shared') && styleIsolation !== 'apply-shared') {
      console.warn(`${path}: the local cloud reads «${styleIsolation}» from the .json only, and takes it for «apply-shared» here.`)
    }
    this.space.addComponentStaticConfig(path, { ...config, styleIsolation: 'apply-shared' as typeof config.styleIsolation })
  }

  /** Names such as wx://form-field stand for behaviors. */
  #withBehaviors(definition: Definition): Definition {
    const own = tolerated(definition)
    const { behaviors } = own
    if (!Array.isArray(behaviors)) return own
    return { ...own, behaviors: behaviors.filter(Boolean).map((item: unknown) => (typeof item === 'string' ? this.#named(item) : item)) }
  }

  #named(name: string): Behavior {
    const known = this.#builtIn.get(name)
    if (known) return known
    const made = this.behavior(name === 'wx://form-field' ? FORM_FIELD : {})
    this.#builtIn.set(name, made)
    return made
  }
}
