import { h } from '../dom'
import { type Network } from '../device/network'

/** Time and network, as a phone shows them above everything. */
export function statusBar(network: Network, now: () => Date = () => new Date()): HTMLElement {
  const time = h('time')
  const signal = h('span', { class: 'mp-status-network' })
  const paintTime = () => {
    time.textContent = now().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hour12: false })
  }
  const paintNetwork = () => {
    signal.textContent = network.connected ? network.type.replace('wifi', 'Wi-Fi').toUpperCase().replace('WI-FI', 'Wi-Fi') : '无网络'
  }
  paintTime()
  paintNetwork()
  setInterval(paintTime, 10_000)
  network.changed.on(paintNetwork)
  return h('div', { class: 'mp-status', 'aria-hidden': 'true' }, time, h('span', {}, signal, h('i', { class: 'mp-battery' })))
}
