import { h } from '../dom'

/** Each problem begins with its severity and place: `error pages/a/a.wxml:3:1 missing end tag`. */
const PARTS = /^error (\S+) (.*)$/s

export interface FailureWords {
  title?: string
  /** What else is wrong in the project. */
  others?: string[]
}

/** Covers the phone, or one page, with what keeps it from being shown. */
export function showFailure(parent: HTMLElement, problems: string[], { title = '小程序编译失败', others = [] }: FailureWords = {}): void {
  parent.querySelector('.mp-failure')?.remove()
  const text = h('p', {}, '改好并保存后，这里会自动更新。')
  const more = others.length === 0 ? [] : [h('p', {}, `这个项目里另有 ${others.length} 处：`), listOf(others)]
  parent.append(h('div', { class: 'mp-failure', role: 'alert' }, h('h1', {}, title), text, listOf(problems), ...more))
}

function listOf(problems: string[]): HTMLElement {
  const items = problems.map((problem) => {
    const [, place = '', message = problem] = PARTS.exec(problem) ?? []
    return h('li', {}, h('code', {}, place), message)
  })
  return h('ol', {}, ...items)
}
