import { type Collection } from '../live/contract'
import { useLive } from '../live/use-live'
import { Failure, StateNote } from '../parts/state-note'
import { CollectionView } from './collection-view'
import { MissingCollections, NewCollection } from './new-collection'
import './database.css'

interface Props {
  /** The chosen collection; '' for the first one. */
  name: string
  activeOpenid: string
  onChoose(name: string): void
}

/** All collections as they are, whatever their permissions. */
export function Database({ name, activeOpenid, onChoose }: Props) {
  const { data: collections, error, reload } = useLive<Collection[]>('/emulator/collections', ['database'])
  if (error) return <Failure error={error} retry={reload} />
  if (!collections) return <StateNote title="正在读取…" />
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
        <NewCollection onMade={onChoose} />
      </nav>
      <div class="database-main">
        <MissingCollections onMade={onChoose} />
        {chosen ? (
          <CollectionView key={chosen.name} collection={chosen.name} activeOpenid={activeOpenid} onGone={() => onChoose('')} />
        ) : (
          <StateNote title="还没有集合">像云开发控制台一样在左边新建，或在环境文件里声明。</StateNote>
        )}
      </div>
    </div>
  )
}
