import { h } from '../dom'
import { openLayer } from './layer'

export interface ConsentTemplate {
  templateId: string
  title: string
  /** Lines of sample content. */
  example: string
  type: 2 | 3
}

export interface ConsentPanelOptions {
  /** Of the mini-program. */
  name: string
  templates: ConsentTemplate[]
  /** Whether it offers «总是保持以上选择，不再询问». */
  alwaysBox: boolean
}

export interface ConsentAnswer {
  choices: Record<string, 'accept' | 'reject'>
  always: boolean
}

const ONE_TIME = 2

/** The panel of wx.requestSubscribeMessage. 取消, Escape and a tap beside it refuse everything that is shown. */
export function openConsentPanel(overlays: HTMLElement, { name, templates, alwaysBox }: ConsentPanelOptions): Promise<ConsentAnswer> {
  const boxes = templates.map((template) => ({ template, box: h('input', { type: 'checkbox', checked: true }) }))
  const always = h('input', { type: 'checkbox' })
  const rows = boxes.map(({ template, box }) => templateRow(template, box, templates.length > 1))
  const alwaysRow = h('label', { class: 'mp-consent-always' }, always, h('span', {}, '总是保持以上选择，不再询问'))
  const asks = templates.every(({ type }) => type === ONE_TIME) ? '申请发送一次以下消息' : '申请发送以下消息'
  const icon = h('span', { class: 'mp-app-icon', 'aria-hidden': 'true' }, name.slice(0, 1))

  return new Promise((resolve) => {
    const allow = h('button', { type: 'button', class: 'mp-consent-allow' }, '允许')
    const cancel = h('button', { type: 'button', class: 'mp-consent-cancel' }, '取消')
    const panel = h(
      'div',
      { class: 'mp-sheet mp-consent' },
      h('div', { class: 'mp-consent-app' }, icon, h('span', {}, name)),
      h('h2', {}, asks),
      h('ul', { class: 'mp-consent-list' }, ...rows),
      ...(alwaysBox ? [alwaysRow] : []),
      h('div', { class: 'mp-consent-buttons' }, cancel, allow),
    )
    const answer = (accepts: boolean) => {
      const choices = boxes.map(({ template, box }) => [template.templateId, accepts && box.checked ? 'accept' : 'reject'] as const)
      layer.close()
      resolve({ choices: Object.fromEntries(choices), always: always.checked })
    }
    const layer = openLayer(overlays, { panel, label: '订阅消息', onDismiss: () => answer(false) })
    allow.addEventListener('click', () => answer(true))
    cancel.addEventListener('click', () => answer(false))
    for (const { box } of boxes) {
      box.addEventListener('change', () => {
        allow.disabled = boxes.every((other) => !other.box.checked)
      })
    }
  })
}

/** Title with its tick; a tap on the title shows what such a message looks like. */
function templateRow({ title, example }: ConsentTemplate, box: HTMLInputElement, canUntick: boolean): HTMLElement {
  const sample = h('dl', { class: 'mp-consent-sample', hidden: true }, ...example.split('\n').filter(Boolean).flatMap(sampleLine))
  const more = h('button', { type: 'button', class: 'mp-consent-more', 'aria-expanded': 'false', 'aria-label': `${title}：查看示例` })
  more.addEventListener('click', () => {
    sample.hidden = !sample.hidden
    more.setAttribute('aria-expanded', String(!sample.hidden))
  })
  const tick = canUntick ? [box] : []
  return h('li', {}, h('div', { class: 'mp-consent-row' }, h('label', {}, ...tick, h('span', {}, title)), more), sample)
}

function sampleLine(line: string): HTMLElement[] {
  const [label = '', value = ''] = line.split(/[:：](.*)/s)
  return [h('dt', {}, label), h('dd', {}, value)]
}
