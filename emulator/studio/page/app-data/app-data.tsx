import { type DataHolder } from '../../../miniprogram/runtime/workbench/page-data'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { JsonTree } from '../parts/json-tree'
import { StateNote } from '../parts/state-note'
import { usePolled } from '../running/use-workbench'
import './app-data.css'

const LOOK_EVERY_MS = 250

/** The data of every page of the stack, the one on top first, and what the app keeps; a value that is clicked can be changed. */
export function AppData({ workbench }: { workbench: Workbench }) {
  const holders = usePolled(() => workbench.data(), LOOK_EVERY_MS, workbench)
  if (holders.length === 0) return <StateNote title="还没有页面" />
  const indexed = holders.map((holder, index) => ({ holder, index }))
  // The page on top is what one looks at; globalData is for when it does not explain it.
  const order = [...indexed.filter(({ holder }) => holder.path !== '').reverse(), ...indexed.filter(({ holder }) => holder.path === '')]
  return (
    <div class="app-data">
      <p class="hint">点一下值就能改，等于在那个页面里 setData。</p>
      {order.map(({ holder, index }, at) => (
        <section key={`${index}${holder.path}`} class="box" aria-label={titleOf(holder)}>
          <h3 class="row">
            <span class="mono">{titleOf(holder)}</span>
            {at === 0 && holder.path !== '' && <span class="chip">当前页</span>}
          </h3>
          <JsonTree value={holder.data} label={`${titleOf(holder)} 的数据`} onEdit={(path, value) => path.length > 0 && workbench.setData(index, path, value)} />
        </section>
      ))}
    </div>
  )
}

function titleOf({ path, query }: DataHolder): string {
  if (path === '') return 'App globalData'
  const search = new URLSearchParams(query).toString()
  return search === '' ? path : `${path}?${decodeURIComponent(search)}`
}
