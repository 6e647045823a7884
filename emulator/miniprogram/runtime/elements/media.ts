import { h, setAttribute } from '../dom'
import { define, type BuiltIn, type ElementServices } from './element'

const PLAYER = { src: '', controls: true, autoplay: false, loop: false, muted: false, poster: '', initialTime: 0, objectFit: 'contain' }
const FLAGS = ['controls', 'autoplay', 'loop', 'muted'] as const

export const video = define({ tag: 'video', properties: PLAYER, setup: (element, services) => setUpPlayer(element, services, 'video') })
export const audio = define({ tag: 'audio', properties: { ...PLAYER, controls: false, name: '', author: '' }, setup: (element, services) => setUpPlayer(element, services, 'audio') })

/** The browser's player inside; its events are those of WeChat. */
function setUpPlayer(element: BuiltIn<typeof PLAYER>, { assetUrl }: ElementServices, tag: 'video' | 'audio'): void {
  const { dom } = element
  const player = h(tag, { preload: 'metadata', playsinline: true })
  dom.append(player)
  element.on([...FLAGS], () => FLAGS.forEach((name) => (player[name] = Boolean(element.properties[name]))))
  element.on(['src'], () => setAttribute(player, 'src', element.properties.src === '' ? undefined : assetUrl(element.properties.src)))
  element.on(['poster'], () => setAttribute(player, 'poster', element.properties.poster === '' ? undefined : assetUrl(element.properties.poster)))
  element.on(['objectFit'], () => (player.style.objectFit = element.properties.objectFit))
  const tell = (type: string, event: string, detail: () => object = () => ({})) => player.addEventListener(type, () => element.emit(event, detail()))
  for (const type of ['play', 'pause', 'ended', 'waiting']) tell(type, type)
  tell('timeupdate', 'timeupdate', () => ({ currentTime: player.currentTime, duration: player.duration || 0 }))
  tell('error', 'error', () => ({ errMsg: `MEDIA_ERR ${player.error?.code ?? 0}` }))
  player.addEventListener('loadedmetadata', () => {
    if (element.properties.initialTime > 0) player.currentTime = element.properties.initialTime
    const { videoWidth: width = 0, videoHeight: height = 0 } = player as Partial<HTMLVideoElement>
    element.emit('loadedmetadata', { width, height, duration: player.duration })
  })
  element.onDetached(() => player.pause())
}
