import { useEffect } from 'preact/hooks'
import { type FirstStep, type User } from '../live/contract'
import { feed } from '../live/change-feed'
import { Icon, IconButton } from '../parts/icon'
import { nameOfOpenid } from '../parts/words'
import { useKept } from '../parts/use-kept'

interface Progress {
  dismissed: boolean
  /** Kinds of change that have been seen. */
  seen: string[]
}

interface Props {
  /** As the seed tells them; without any there is nothing to show. */
  steps: readonly FirstStep[]
  users: readonly User[]
  /** Whose phones are shown. */
  shown: readonly string[]
  onShow(openid: string): void
}

/** What to do first, for who sees this for the first time; each step is ticked when it has happened. */
export function FirstSteps({ steps, users, shown, onShow }: Props) {
  const [progress, setProgress] = useKept('first-steps', readProgress)
  useEffect(() => {
    const awaited = new Set<string>(steps.map(({ done }) => done))
    return feed.subscribe(({ what, opened }) => {
      if (awaited.has(what) && opened === undefined) setProgress((last) => (last.seen.includes(what) ? last : { ...last, seen: [...last.seen, what] }))
    })
  }, [steps])
  if (progress.dismissed || steps.length === 0) return null
  return (
    <aside class="first-steps" aria-label="上手">
      <ol>
        {steps.map(({ text, done, openid }, index) => {
          const isDone = progress.seen.includes(done)
          return (
            <li key={text} class={isDone ? 'done' : ''}>
              <span class="step-number num">{isDone ? <Icon name="check" size={12} /> : index + 1}</span>
              {text}
              {openid !== undefined && !shown.includes(openid) && (
                <button type="button" class="link" onClick={() => onShow(openid)}>
                  换成{nameOfOpenid(users, openid)}
                </button>
              )}
            </li>
          )
        })}
      </ol>
      <IconButton name="close" label="不再提示" onClick={() => setProgress((last) => ({ ...last, dismissed: true }))} />
    </aside>
  )
}

function readProgress(kept: unknown): Progress {
  const { dismissed, seen } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Progress>
  return { dismissed: dismissed === true, seen: Array.isArray(seen) ? seen.filter((each) => typeof each === 'string') : [] }
}
