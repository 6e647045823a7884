import { h } from '../dom'
import { Emitter } from '../emitter'
import { type Session } from '../session'

/** Events of a player, by the name that WeChat has for them. */
const EVENTS: Readonly<Record<string, string>> = {
  Canplay: 'canplay', Play: 'play', Pause: 'pause', Stop: 'stop', Ended: 'ended', TimeUpdate: 'timeupdate', Error: 'error', Waiting: 'waiting', Seeking: 'seeking', Seeked: 'seeked',
}
const SHARED = ['autoplay', 'loop', 'volume', 'playbackRate'] as const
/** INNER_AUDIO errCode: 文件错误. */
const FILE_ERROR = 10003

/** wx.createInnerAudioContext and the one background player. */
export function audioApis(session: Session): object {
  let background: object | undefined
  return {
    createInnerAudioContext: () => audioContext(session, false),
    getBackgroundAudioManager: () => (background ??= audioContext(session, true)),
    createAudioContext: () => audioContext(session, false),
    setInnerAudioOption: () => Promise.resolve({ errMsg: 'setInnerAudioOption:ok' }),
  }
}

function audioContext({ addresses }: Session, playsAtOnce: boolean): object {
  const player = h('audio', { preload: 'auto' })
  const emitters = Object.fromEntries(Object.entries(EVENTS).map(([name, type]) => [name, { type, emitter: new Emitter<object>() }]))
  let source = ''
  let startTime = 0
  for (const { type, emitter } of Object.values(emitters)) {
    player.addEventListener(type, () => emitter.emit(type === 'error' ? { errCode: FILE_ERROR, errMsg: `${source} cannot be played` } : {}))
  }
  // A browser lets nothing sound before the first tap, which is no fault of the mini-program.
  const play = () => void player.play().catch((error: unknown) => console.warn(String(error)))
  const stop = () => {
    player.pause()
    player.currentTime = 0
    emitters.Stop?.emitter.emit({})
  }
  const context: Record<string, unknown> = {
    play,
    stop,
    pause: () => player.pause(),
    seek: (seconds: number) => (player.currentTime = seconds),
    setSrc: (next: string) => Object.assign(context, { src: next }),
    destroy: () => {
      player.pause()
      player.removeAttribute('src')
      for (const { emitter } of Object.values(emitters)) emitter.off()
    },
    obeyMuteSwitch: true,
  }
  for (const [name, { emitter }] of Object.entries(emitters)) {
    context[`on${name}`] = emitter.on.bind(emitter)
    context[`off${name}`] = emitter.off.bind(emitter)
  }
  const value = (get: () => unknown, set?: (next: never) => void) => ({ get, set, enumerable: true })
  const shared = SHARED.map((name) => [name, value(() => player[name], (next: never) => void Object.assign(player, { [name]: next }))] as const)
  return Object.defineProperties(context, {
    ...Object.fromEntries(shared),
    src: value(() => source, (next: string) => {
      source = next
      player.src = addresses.of(next)
      player.currentTime = startTime
      if (playsAtOnce) play()
    }),
    startTime: value(() => startTime, (next: number) => (startTime = next)),
    duration: value(() => player.duration || 0),
    currentTime: value(() => player.currentTime),
    paused: value(() => player.paused),
    buffered: value(() => (player.buffered.length > 0 ? player.buffered.end(player.buffered.length - 1) : 0)),
  })
}
