import { h } from '../dom'
import { openLayer } from './layer'

export interface SettingItem {
  id: string
  title: string
  accepted: boolean
  /** By the platform; nothing that a user can change. */
  banned: boolean
}

export interface SettingsPageOptions {
  /** Of the mini-program. */
  name: string
  mainSwitch: boolean
  items: SettingItem[]
  /** What the user was asked for before, as her location. */
  scopes: { id: string; title: string; allowed: boolean }[]
  onMainSwitch(on: boolean): Promise<unknown>
  onItem(id: string, accepted: boolean): Promise<unknown>
  onScope(id: string, allowed: boolean): Promise<unknown>
}

/** The settings page of a mini-program (设置 → 订阅消息). Resolves when the user leaves it. */
export function openSettingsPage(overlays: HTMLElement, options: SettingsPageOptions): Promise<void> {
  const { name, mainSwitch, items } = options
  return new Promise((resolve) => {
    const back = h('button', { type: 'button', class: 'mp-nav-button mp-nav-back', 'aria-label': '返回' })
    const list = h('div', { class: 'mp-setting-group', hidden: !mainSwitch })
    for (const { id, title, accepted, banned } of items) {
      list.append(row(title, accepted, banned, (on) => options.onItem(id, on)))
    }
    const main = row('接收通知', mainSwitch, false, (on) => {
      list.hidden = !on
      return options.onMainSwitch(on)
    })
    const hint = items.length > 0 ? '这里列出你选过「总是保持以上选择」的消息。' : '选过「总是保持以上选择」的消息会列在这里。'
    const scopes = options.scopes.map(({ id, title, allowed }) => row(title, allowed, false, (on) => options.onScope(id, on)))
    const panel = h(
      'div',
      { class: 'mp-setting' },
      h('header', { class: 'mp-nav' }, back, h('div', { class: 'mp-nav-middle' }, h('h1', { class: 'mp-nav-title' }, '设置'))),
      ...(scopes.length > 0 ? [h('p', { class: 'mp-setting-about' }, `允许「${name}」使用`), h('div', { class: 'mp-setting-group' }, ...scopes)] : []),
      h('p', { class: 'mp-setting-about' }, `允许「${name}」发送订阅消息`),
      h('div', { class: 'mp-setting-group' }, main),
      list,
      h('p', { class: 'mp-setting-hint' }, hint),
    )
    const close = () => {
      layer.close()
      resolve()
    }
    const layer = openLayer(overlays, { panel, label: '设置', position: 'full', onDismiss: close })
    back.addEventListener('click', close)
  })
}

function row(label: string, on: boolean, disabled: boolean, change: (on: boolean) => Promise<unknown>): HTMLElement {
  const box = h('input', { type: 'checkbox', role: 'switch', checked: on, disabled })
  box.addEventListener('change', () => {
    // What could not be saved must not look saved.
    change(box.checked).catch((error: unknown) => {
      console.error(error)
      box.checked = !box.checked
    })
  })
  return h('label', { class: 'mp-setting-row' }, h('span', {}, disabled ? `${label}（已被平台封禁）` : label), box)
}
