/** 标准 of an iPhone, in px. */
const STANDARD = 17

/**
 * The seven steps of 微信字体大小 on an iPhone as wide as this one, in px, each with the title of the navigation bar, which
 * WeChat scales itself (小程序适老化设计指南). 23.8 is that of 关怀模式.
 */
const STEPS = [
  { size: 16, title: 16 },
  { size: STANDARD, title: 17 },
  { size: 18, title: 18.5 },
  { size: 19.5, title: 20 },
  { size: 21, title: 20 },
  { size: 22, title: 20 },
  { size: 23.8, title: 20 },
] as const

/** What a person can choose without the page looking like a mistake. */
const SMALLEST = 10
const LARGEST = 40

/** 微信字体大小 of the phone. Nobody is told when it changes: WeChat has no event for it. */
export class FontSetting {
  #size: number = STANDARD

  constructor() {
    this.#apply()
  }

  /** In px: `fontSizeSetting`. */
  get size(): number {
    return this.#size
  }

  /** `fontSizeScaleFactor`: 1 is 标准. */
  get scale(): number {
    return Math.round((this.#size / STANDARD) * 1000) / 1000
  }

  /** @param size  in px; what is no such size leaves it as it is */
  set(size: number): void {
    if (!(size >= SMALLEST && size <= LARGEST)) return
    this.#size = size
    this.#apply()
  }

  #apply(): void {
    const { title } = STEPS.findLast((step) => step.size <= this.#size) ?? STEPS[0]
    const { style } = document.documentElement
    style.setProperty('--mp-font-size', `${this.#size}px`)
    style.setProperty('--mp-title-size', `${title}px`)
  }
}
