import { type ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { type User } from '../live/contract'
import { feed } from '../live/change-feed'
import { Icon, IconButton } from '../parts/icon'
import { nameOf } from '../parts/words'
import { useKept } from '../parts/use-kept'

interface Progress {
  dismissed: boolean
  consented: boolean
  arrived: boolean
}

interface Props {
  /** Somebody who may push; undefined when the seed tells of nobody. */
  pusher: User | undefined
  /** Whether a phone shows somebody who may push. */
  pusherShown: boolean
  onShowPusher(): void
}

/** Three steps for who sees this for the first time; each is ticked when it has happened. */
export function FirstSteps({ pusher, pusherShown, onShowPusher }: Props) {
  const [progress, setProgress] = useKept('first-steps', readProgress)
  useEffect(() => {
    return feed.subscribe(({ what, opened }) => {
      if (what === 'consent') setProgress((last) => ({ ...last, consented: true }))
      if (what === 'inbox' && opened === undefined) setProgress((last) => ({ ...last, arrived: true }))
    })
  }, [])
  if (progress.dismissed) return null
  return (
    <aside class="first-steps" aria-label="上手三步">
      <ol>
        <Step number={1} done={progress.consented}>
          在手机里点「开启提醒」
        </Step>
        <Step number={2} done={progress.arrived}>
          切到管理员推送
          {pusher && !pusherShown && (
            <button type="button" class="link" onClick={onShowPusher}>
              换成{nameOf(pusher)}
            </button>
          )}
        </Step>
        <Step number={3} done={progress.arrived}>
          看卡片到达
        </Step>
      </ol>
      <IconButton name="close" label="不再提示" onClick={() => setProgress((last) => ({ ...last, dismissed: true }))} />
    </aside>
  )
}

function Step({ number, done, children }: { number: number; done: boolean; children: ComponentChildren }) {
  return (
    <li class={done ? 'done' : ''}>
      <span class="step-number num">{done ? <Icon name="check" size={12} /> : number}</span>
      {children}
    </li>
  )
}

function readProgress(kept: unknown): Progress {
  const { dismissed, consented, arrived } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Progress>
  return { dismissed: dismissed === true, consented: consented === true, arrived: arrived === true }
}
