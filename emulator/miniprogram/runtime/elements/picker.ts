import { h } from '../dom'
import { openSheet } from '../shell/sheet'
import { define, makeFocusable, type BuiltIn } from './element'
import { columnsOf, type PickerProperties } from './picker-columns'
import { Wheel } from './wheel'

const PICKER: PickerProperties = {
  mode: 'selector', range: null, rangeKey: '', value: null, start: '', end: '', fields: 'day', headerText: '', disabled: false, name: '',
}

/** picker: selector, multiSelector, time, date, in a panel from below. */
export const picker = define({
  tag: 'picker',
  properties: PICKER,
  setup(element, { overlays }) {
    makeFocusable(element.dom, 'button')
    element.dom.setAttribute('aria-haspopup', 'dialog')
    let followRange: (() => void) | undefined
    const open = async () => {
      if (element.properties.disabled || followRange) return
      await openPicker(element, overlays, (listener) => (followRange = listener))
      followRange = undefined
    }
    // In multiSelector the page may answer a columnchange with another range.
    element.on(['range', 'value'], () => followRange?.())
    element.onTap(() => void open())
    element.plays({ value: () => element.properties.value, activate: () => void open(), reset: () => element.set({ value: null }) })
  },
})

async function openPicker(
  element: BuiltIn<PickerProperties>,
  overlays: HTMLElement,
  whileOpen: (onRange: () => void) => void,
): Promise<void> {
  const columns = columnsOf(element.properties)
  const wheels = columns.labels().map((_, index) => new Wheel(columns.names[index] ?? `第 ${index + 1} 列`, (row) => move(index, row)))
  const draw = () => columns.labels().forEach((labels, index) => wheels[index]?.show(labels, columns.selected[index] ?? 0))
  const move = (column: number, row: number) => {
    if (columns.move(column, row)) draw()
    if (element.properties.mode === 'multiSelector') element.emit('columnchange', { column, value: row })
  }
  const title = element.properties.headerText || '请选择'
  const body = h('div', { class: 'mp-wheels' }, ...wheels.map(({ dom }) => dom))
  const sheet = openSheet(overlays, { title, body, cancel: '取消', confirm: '确定' })
  draw()
  whileOpen(() => {
    if (columns.refresh?.(element.properties)) draw()
  })
  const confirmed = await sheet.closed
  if (!confirmed) {
    element.emit('cancel')
    return
  }
  const value = columns.value()
  element.set({ value })
  element.emit('change', { value })
}
