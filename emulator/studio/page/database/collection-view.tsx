import { useState } from 'preact/hooks'
import { Documents } from './documents'
import { Rights } from './rights'

interface Props {
  collection: string
  activeOpenid: string
  /** It has been removed. */
  onGone(): void
}

/** The documents of one collection, and who may do what with them. */
export function CollectionView({ collection, activeOpenid, onGone }: Props) {
  const [view, setView] = useState<'documents' | 'rights'>('documents')
  return (
    <section class="documents" aria-label={collection}>
      <div class="segments" role="group" aria-label="看什么">
        <button type="button" aria-pressed={view === 'documents'} onClick={() => setView('documents')}>
          记录
        </button>
        <button type="button" aria-pressed={view === 'rights'} onClick={() => setView('rights')}>
          权限与索引
        </button>
      </div>
      {view === 'documents' ? <Documents collection={collection} /> : <Rights collection={collection} activeOpenid={activeOpenid} onGone={onGone} />}
    </section>
  )
}
