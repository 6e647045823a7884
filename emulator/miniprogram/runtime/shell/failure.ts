import { h } from '../dom'

/** Each problem begins with its severity and place: `error pages/a/a.wxml:3:1 missing end tag`. */
const PARTS = /^error (\S+) (.*)$/s

/** Covers the phone with what keeps the mini-program from being built. */
export function showFailure(parent: HTMLElement, problems: string[]): void {
  parent.querySelector('.mp-failure')?.remove()
  const items = problems.map((problem) => {
    const [, place = '', message = problem] = PARTS.exec(problem) ?? []
    return h('li', {}, h('code', {}, place), message)
  })
  const text = h('p', {}, '改好并保存后，这里会自动更新。')
  parent.append(h('div', { class: 'mp-failure', role: 'alert' }, h('h1', {}, '小程序编译失败'), text, h('ol', {}, ...items)))
}
