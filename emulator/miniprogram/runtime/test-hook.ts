import { type Theme } from '../manifest'
import { networkNamed } from './device/network'
import { type Runtime } from './runtime'
import { type Workbench } from './workbench/workbench'

const IDLE_TURNS = 3
const POLL_MS = 10

/** `window.__localCloud`: what a test, or the page around the phone, may look at and switch. */
export class TestHook {
  /** @param workbench  on a phone that stands in the studio: what can be looked into there */
  constructor(
    private readonly runtime: Runtime,
    readonly workbench?: Workbench,
  ) {}

  /** Paths of the pages, the one on top last. */
  get pages(): string[] {
    return this.runtime.session.router.pages.map(({ route }) => route)
  }

  get route(): string {
    return this.pages.at(-1) ?? ''
  }

  /** Data of the page on top. */
  get data(): Record<string, unknown> {
    return this.runtime.session.router.top?.instance.data ?? {}
  }

  /** @param name  a network type of WeChat, or normal, slow, offline @throws Error for any other */
  setNetwork(name: string): void {
    const type = networkNamed(name)
    if (!type) throw new Error(`${name} is no network type.`)
    this.runtime.phone.network.set(type)
  }

  setTheme(theme: Theme): void {
    this.runtime.phone.theme.set(theme)
  }

  /** @param size  微信字体大小 in px: 17 is 标准, 23.8 that of 关怀模式 */
  setFontSize(size: number): void {
    this.runtime.phone.font.set(size)
  }

  /** Resolves when no request to the local cloud is under way, and none follows at once. */
  async waitIdle(): Promise<void> {
    for (let quiet = 0; quiet < IDLE_TURNS; ) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      quiet = this.runtime.cloud.pending === 0 ? quiet + 1 : 0
    }
  }
}
