import { h, setAttribute } from '../dom'
import { define } from './element'

const MAX_PERCENT = 100

export const progress = define({
  tag: 'progress',
  properties: {
    percent: 0,
    showInfo: false,
    strokeWidth: '6',
    color: '',
    activeColor: '#09BB07',
    backgroundColor: '#EBEBEB',
    borderRadius: '0',
    active: false,
  },
  setup(element) {
    const { dom } = element
    const bar = h('i', { class: 'mp-progress-bar' })
    const info = h('span', { class: 'mp-progress-info' })
    dom.append(h('span', { class: 'mp-progress-track' }, bar), info)
    dom.setAttribute('role', 'progressbar')
    element.on(['percent', 'showInfo', 'strokeWidth', 'color', 'activeColor', 'backgroundColor', 'borderRadius'], () => {
      const { percent, showInfo, strokeWidth, color, activeColor, backgroundColor, borderRadius } = element.properties
      const shown = Math.min(MAX_PERCENT, Math.max(0, percent))
      const track = bar.parentElement as HTMLElement
      track.style.cssText = `height:${parseFloat(strokeWidth)}px;background:${backgroundColor};border-radius:${parseFloat(borderRadius)}px`
      bar.style.cssText = `width:${shown}%;background:${color || activeColor}`
      info.textContent = showInfo ? `${shown}%` : ''
      setAttribute(dom, 'aria-valuenow', String(shown))
    })
  },
})

const SYMBOLS: Record<string, string> = {
  success: '✓', success_no_circle: '✓', info: 'i', warn: '!', waiting: '…', cancel: '✕', download: '↓', search: '⌕', clear: '✕',
}
const COLORS: Record<string, string> = {
  success: '#09BB07', success_no_circle: '#09BB07', info: '#10AEFF', warn: '#F76260', cancel: '#F43530',
}
const DEFAULT_COLOR = '#10AEFF'
const WITHOUT_CIRCLE = new Set(['success_no_circle', 'search'])

export const icon = define({
  tag: 'icon',
  properties: { type: '', size: '23', color: '' },
  setup(element) {
    const { dom } = element
    const symbol = h('i', { 'aria-hidden': 'true' })
    dom.append(symbol)
    element.on(['type', 'size', 'color'], () => {
      const { type, size, color } = element.properties
      symbol.textContent = SYMBOLS[type] ?? ''
      dom.toggleAttribute('circled', !WITHOUT_CIRCLE.has(type))
      dom.style.setProperty('--mp-icon-size', `${parseFloat(size) || 0}px`)
      dom.style.setProperty('--mp-icon-color', color || (COLORS[type] ?? DEFAULT_COLOR))
    })
  },
})
