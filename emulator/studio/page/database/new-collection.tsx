import { useState } from 'preact/hooks'
import { ask } from '../live/api'
import { useLive } from '../live/use-live'
import { Failure } from '../parts/state-note'
import { useAction } from '../parts/use-action'

interface Props {
  onMade(name: string): void
}

/** Makes a collection, as the cloud's console does. */
export function NewCollection({ onMade }: Props) {
  const [name, setName] = useState('')
  const { busy, error, run } = useAction()
  const make = (event: Event) => {
    event.preventDefault()
    void run(async () => {
      await ask('/emulator/collections', { name: name.trim() })
      setName('')
      onMade(name.trim())
    })
  }
  return (
    <form class="new-collection" onSubmit={make}>
      <input aria-label="新集合的名字" placeholder="新建集合" value={name} onInput={({ currentTarget }) => setName(currentTarget.value)} />
      <button type="submit" disabled={busy || name.trim() === ''}>
        新建
      </button>
      {error && <p class="bad">{error}</p>}
    </form>
  )
}

/** Collections that somebody asked for and that are not there: on the cloud that is -502005. */
export function MissingCollections({ onMade }: Props) {
  const { data: names = [] } = useLive<string[]>('/emulator/missing-collections', ['database', 'invocation'])
  const { busy, error, run } = useAction()
  const make = (name: string) => {
    void run(async () => {
      await ask('/emulator/collections', { name })
      onMade(name)
    })
  }
  return (
    <>
      {names.map((name) => (
        <aside key={name} class="missing-collection box row" aria-label={`没有集合 ${name}`}>
          <span class="grow">
            有人访问了 <strong class="mono">{name}</strong>，但没有这个集合，报错 -502005。云上也要先建好。
          </span>
          <button type="button" disabled={busy} onClick={() => make(name)}>
            像控制台一样新建
          </button>
        </aside>
      ))}
      {error && <Failure error={error} retry={() => undefined} />}
    </>
  )
}
