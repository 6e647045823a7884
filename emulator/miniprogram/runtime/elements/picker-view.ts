import { WHEEL_ROW_HEIGHT } from './wheel'
import { define, roleOf } from './element'

/** picker-view: columns side by side, each of which says which of its rows is in the middle. */
export const pickerView = define({
  tag: 'picker-view',
  properties: {
    value: null as number[] | null,
    indicatorStyle: '',
    indicatorClass: '',
    maskStyle: '',
    maskClass: '',
    immediateChange: false,
  },
  setup(element) {
    const { dom } = element
    const columns = () => [...dom.querySelectorAll<HTMLElement>('wx-picker-view-column')]
    const show = () =>
      columns().forEach((column, index) => {
        column.style.setProperty('--mp-wheel-row', `${rowHeight(column)}px`)
        column.scrollTo({ top: (element.properties.value?.[index] ?? 0) * rowHeight(column), behavior: 'auto' })
      })
    const value = () => columns().map((column) => Math.round(column.scrollTop / rowHeight(column)))
    element.on(['value'], () => setTimeout(show))
    element.onAttached(() => setTimeout(show))
    element.plays({
      value,
      chosen() {
        const now = value()
        if (JSON.stringify(now) === JSON.stringify(element.properties.value)) return
        element.set({ value: now })
        element.emit('change', { value: now })
      },
    })
    dom.addEventListener('touchstart', () => element.emit('pickstart'))
    dom.addEventListener('scrollend', () => element.emit('pickend'), { capture: true })
  },
})

export const pickerViewColumn = define({
  tag: 'picker-view-column',
  properties: {},
  setup(element) {
    element.dom.tabIndex = 0
    element.dom.addEventListener('scrollend', () => roleOf(element.around('picker-view'))?.chosen?.(element.dom))
  },
})

function rowHeight(column: HTMLElement): number {
  return (column.firstElementChild as HTMLElement | null)?.offsetHeight || WHEEL_ROW_HEIGHT
}
