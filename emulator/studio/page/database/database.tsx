import { type Collection } from '../live/contract'
import { useLive } from '../live/use-live'
import { Failure, StateNote } from '../parts/state-note'
import { Documents } from './documents'
import './database.css'

interface Props {
  /** The chosen collection; '' for the first one. */
  name: string
  onChoose(name: string): void
}

/** All collections as they are, whatever their permissions. */
export function Database({ name, onChoose }: Props) {
  const { data: collections, error, reload } = useLive<Collection[]>('/emulator/collections', ['database'])
  if (error) return <Failure error={error} retry={reload} />
  if (!collections) return <StateNote title="正在读取…" />
  if (collections.length === 0) return <StateNote title="还没有集合">云函数写入第一条数据，或在环境文件里声明集合后，就会出现在这里。</StateNote>
  const chosen = collections.find((collection) => collection.name === name) ?? collections[0]
  return (
    <div class="database">
      <nav aria-label="集合">
        {collections.map((collection) => (
          <button
            key={collection.name}
            type="button"
            aria-current={collection === chosen ? 'true' : undefined}
            onClick={() => onChoose(collection.name)}
          >
            <span>{collection.name}</span>
            <span class="hint num">{collection.count}</span>
          </button>
        ))}
      </nav>
      {chosen && <Documents key={chosen.name} collection={chosen.name} />}
    </div>
  )
}
