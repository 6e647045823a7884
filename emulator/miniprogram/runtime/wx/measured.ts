import { h } from '../dom'

export interface Measured {
  fileType: 'image' | 'video'
  /** Pixels; 0 for what the browser cannot show. */
  width: number
  height: number
  /** Seconds; 0 for a picture. */
  duration: number
}

/** Sizes of a picture or video, as soon as the browser knows them. */
export function measured(address: string, type: string): Promise<Measured> {
  return type.startsWith('video/') ? video(address) : picture(address)
}

function picture(address: string): Promise<Measured> {
  const image = h('img')
  return new Promise((resolve) => {
    const done = () => resolve({ fileType: 'image', width: image.naturalWidth, height: image.naturalHeight, duration: 0 })
    image.addEventListener('load', done)
    image.addEventListener('error', done)
    image.src = address
  })
}

function video(address: string): Promise<Measured> {
  const player = h('video', { preload: 'metadata' })
  return new Promise((resolve) => {
    const done = () => resolve({ fileType: 'video', width: player.videoWidth, height: player.videoHeight, duration: Number.isFinite(player.duration) ? player.duration : 0 })
    player.addEventListener('loadedmetadata', done)
    player.addEventListener('error', done)
    player.src = address
  })
}
