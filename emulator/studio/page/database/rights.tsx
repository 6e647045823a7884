import { type CollectionDetail, type Config } from '../live/contract'
import { send } from '../live/api'
import { useLive } from '../live/use-live'
import { ConfirmButton } from '../parts/confirm-button'
import { Failure, StateNote } from '../parts/state-note'
import { useAction } from '../parts/use-action'
import { ACL_WORDS } from '../parts/words'
import { keysInWords } from './explain-words'
import { TryOut } from './try-out'

interface Props {
  collection: string
  activeOpenid: string
  onGone(): void
}

/** Who may do what with the documents of a collection, to be tried, and its indexes. */
export function Rights({ collection, activeOpenid, onGone }: Props) {
  const path = `/emulator/collections/${encodeURIComponent(collection)}`
  const { data, error, reload } = useLive<CollectionDetail>(path, ['database'], (change) => change.collection === collection)
  const { data: config } = useLive<Config>('/emulator/config', ['users'])
  const { busy, error: failed, run } = useAction()
  if (error) return <Failure error={error} retry={reload} />
  if (!data) return <StateNote title="正在读取…" />
  const remove = () =>
    void run(async () => {
      await send('DELETE', path)
      onGone()
    })
  return (
    <div class="rights">
      <section class="box" aria-label="权限">
        <h2>权限</h2>
        {data.acl === 'CUSTOM' ? (
          <dl class="rules mono">
            {Object.entries(data.rule ?? {}).map(([operation, rule]) => (
              <div key={operation}>
                <dt>{operation}</dt>
                <dd>{String(rule)}</dd>
              </div>
            ))}
          </dl>
        ) : (
          <p>{ACL_WORDS[data.acl] ?? data.acl}</p>
        )}
      </section>
      <TryOut collection={collection} users={config?.users ?? []} activeOpenid={activeOpenid} />
      <section class="box" aria-label="索引">
        <h2>索引</h2>
        {data.indexes.length === 0 && <p class="hint">除了 _id 没有索引。写一个条件去查，会告诉你建哪个有用。</p>}
        <ul class="lines">
          {data.indexes.map(({ name, unique, keys }) => (
            <li key={name}>
              <strong class="mono">{name}</strong>
              <span class="grow">{keysInWords(keys)}</span>
              {unique && <span class="chip">唯一</span>}
            </li>
          ))}
        </ul>
      </section>
      <section class="box row" aria-label="删除集合">
        <span class="grow hint">删除整个集合和里面的 {data.count} 条记录，找不回来。</span>
        <ConfirmButton text="删除集合" question="真的删除整个集合？" disabled={busy} onConfirm={remove} />
      </section>
      {failed && <Failure error={failed} retry={remove} />}
    </div>
  )
}
