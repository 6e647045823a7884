import { type glassEasel } from 'glass-easel-miniprogram-adapter'
import { type ComponentNode } from './types'

/** The engine leaves `ready` to whoever draws: here once per component, after its first layout, children before parents. */
export function readyBehavior(space: glassEasel.ComponentSpace): glassEasel.GeneralBehavior {
  let attached: ComponentNode[] = []
  const flush = () => {
    const components = attached.reverse()
    attached = []
    for (const component of components) component.triggerLifetime('ready', [])
  }
  return space
    .define()
    .init(function ({ lifetime }) {
      let seen = false
      lifetime('attached', () => {
        if (seen) return
        seen = true
        attached.push(nodeOf(this))
        if (attached.length === 1) queueMicrotask(flush)
      })
    })
    .registerBehavior() as unknown as glassEasel.GeneralBehavior
}

/** In a component of the mini-program `this` is what its methods see. */
function nodeOf(caller: unknown): ComponentNode {
  return ((caller as { _$?: ComponentNode })._$ ?? caller) as ComponentNode
}
