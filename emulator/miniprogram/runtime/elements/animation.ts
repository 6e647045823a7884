import { type AnimationStep } from '../wx/animation'

/** Plays what `wx.createAnimation().export()` gave to the property `animation`, one step after the other. */
export async function playAnimation(dom: HTMLElement, animation: unknown): Promise<void> {
  const { actions } = (animation ?? {}) as { actions?: AnimationStep[] }
  for (const { styles, duration, delay, timingFunction } of actions ?? []) {
    dom.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`
    Object.assign(dom.style, styles)
    await new Promise((resolve) => setTimeout(resolve, duration + delay))
    dom.dispatchEvent(new Event('transitionend'))
  }
}
