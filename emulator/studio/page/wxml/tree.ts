import { type ShownNode } from '../../../miniprogram/runtime/workbench/node-tree'

/** The keys from the root down to a node, itself included; none when it is not there. */
export function pathTo(nodes: readonly ShownNode[], key: number): number[] {
  for (const node of nodes) {
    if (node.key === key) return [key]
    const below = pathTo(node.children, key)
    if (below.length > 0) return [node.key, ...below]
  }
  return []
}

/** The opening tag as it is written: `<view id="a" class="row" data-id="7">`. */
export function attributesOf({ id, className, dataset = {} }: ShownNode): [string, string][] {
  const given: [string, string | undefined][] = [['id', id], ['class', className]]
  const data = Object.entries(dataset).map(([name, value]): [string, string] => [`data-${kebab(name)}`, typeof value === 'string' ? value : JSON.stringify(value)])
  return [...given.filter((pair): pair is [string, string] => pair[1] !== undefined), ...data]
}

/** As a mark on the phone names it: `view.row`. */
export function labelOf({ tag, className = '' }: ShownNode): string {
  return [tag, ...className.split(/\s+/).filter(Boolean)].join('.')
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
