import { type Session } from '../session'

/** wx.createVideoContext: the player of the `<video>` with that id on the page on top. */
export function videoContext({ router }: Session, id: string): object {
  const player = () => router.top?.scroll.querySelector<HTMLVideoElement>(`wx-video[id="${CSS.escape(id)}"] > video, wx-video[id$="--${CSS.escape(id)}"] > video`)
  return {
    play: () => void player()?.play().catch((error: unknown) => console.warn(String(error))),
    pause: () => player()?.pause(),
    stop: () => {
      const element = player()
      element?.pause()
      if (element) element.currentTime = 0
    },
    seek: (seconds: number) => void Object.assign(player() ?? {}, { currentTime: seconds }),
    playbackRate: (rate: number) => void Object.assign(player() ?? {}, { playbackRate: rate }),
    requestFullScreen: () => void player()?.requestFullscreen().catch(() => undefined),
    exitFullScreen: () => void document.exitFullscreen().catch(() => undefined),
    sendDanmu: () => undefined,
    showStatusBar: () => undefined,
    hideStatusBar: () => undefined,
  }
}
