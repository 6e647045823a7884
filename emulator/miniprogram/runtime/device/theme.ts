import { type Theme } from '../../manifest'
import { Emitter } from '../emitter'

const DARK_CONDITION = /\(prefers-color-scheme:\s*(dark|light)\)/g

/**
 * Light or dark, for a mini-program that supports it (`darkmode` in app.json); any other is always light.
 * Media queries of its style sheets follow this, not the desktop.
 */
export class ThemeSetting {
  readonly changed = new Emitter<{ theme: Theme }>()
  #theme: Theme = 'light'
  #supported = false
  readonly #media = new Map<CSSMediaRule, string>()

  get theme(): Theme {
    return this.#theme
  }

  /** To be called once the style sheets are there. */
  start(theme: Theme, supported: boolean): void {
    this.#supported = supported
    this.#theme = supported ? theme : 'light'
    this.#apply()
  }

  set(theme: Theme): void {
    if (!this.#supported || theme === this.#theme) return
    this.#theme = theme
    this.#apply()
    this.changed.emit({ theme })
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.#theme
    for (const sheet of document.styleSheets) this.#applyTo(sheet.cssRules)
  }

  #applyTo(rules: CSSRuleList): void {
    for (const rule of rules) {
      if (!('media' in rule && 'cssRules' in rule)) continue
      const media = rule as CSSMediaRule
      const text = this.#media.get(media) ?? media.media.mediaText
      this.#media.set(media, text)
      media.media.mediaText = text.replace(DARK_CONDITION, (_, wanted: Theme) =>
        wanted === this.#theme ? '(min-width: 0px)' : '(max-width: 0px)',
      )
      this.#applyTo(media.cssRules)
    }
  }
}
