import { h } from '../dom'
import { type Network } from '../device/network'

/** Time and network, as a phone shows them above everything. */
export function statusBar(network: Network, now: () => Date = () => new Date()): HTMLElement {
  const time = h('time')
  const signal = h('span', { class: 'mp-status-network' })
  const paintTime = () => {
    const moment = now()
    // By hand: the browser's own formatter costs a first page 60 ms.
    time.textContent = [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
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
