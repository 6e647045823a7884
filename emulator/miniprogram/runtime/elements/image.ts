import { h } from '../dom'
import { define, type BuiltIn, type ElementServices } from './element'

const IMAGE = { src: '', mode: 'scaleToFill', lazyLoad: false, webp: false, showMenuByLongpress: false }

export const image = define({ tag: 'image', properties: IMAGE, setup: setUpImage })
export const coverImage = define({ tag: 'cover-image', properties: IMAGE, setup: setUpImage })

/** The picture lies inside the component, which keeps its own size in all modes but widthFix and heightFix. */
function setUpImage(element: BuiltIn<typeof IMAGE>, { assetUrl }: ElementServices): void {
  const { dom } = element
  const picture = h('img', { alt: '', draggable: 'false' })
  dom.append(picture)
  element.on(['mode'], () => dom.setAttribute('mode', element.properties.mode))
  element.on(['lazyLoad'], () => (picture.loading = element.properties.lazyLoad ? 'lazy' : 'eager'))
  element.on(['src'], () => {
    const address = resolve(element.properties.src, element.owner)
    if (address === '') picture.removeAttribute('src')
    else picture.src = assetUrl(address)
  })
  new MutationObserver(() => (picture.alt = dom.getAttribute('aria-label') ?? '')).observe(dom, { attributeFilter: ['aria-label'] })
  picture.addEventListener('load', () => element.emit('load', { width: picture.naturalWidth, height: picture.naturalHeight }))
  picture.addEventListener('error', () => element.emit('error', { errMsg: `GET ${element.properties.src} 404 (Not Found)` }))
}

/** A path without a scheme is relative to the template in which it stands. */
function resolve(source: string, owner: string): string {
  if (source === '' || /^([a-z]+:|\/)/.test(source)) return source
  return new URL(source, `http://root/${owner}`).pathname
}
