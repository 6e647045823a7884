import { define } from './element'

/** root-portal: draws its content over the whole page, out of any element that clips or moves it. */
export const rootPortal = define({
  tag: 'root-portal',
  properties: { enable: true },
  setup(element) {
    const { dom } = element
    element.onAttached(() => {
      const page = dom.closest('.mp-view')
      if (element.properties.enable && page) page.append(dom)
    })
    element.onDetached(() => dom.remove())
  },
})
