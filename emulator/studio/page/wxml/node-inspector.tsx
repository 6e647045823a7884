import { useState } from 'preact/hooks'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { JsonTree } from '../parts/json-tree'
import { StateNote } from '../parts/state-note'

interface Props {
  workbench: Workbench
  chosen: number | undefined
  /** Counts how often the page was drawn anew; what is shown here is read again then. */
  version: number
}

/** Box, rules, computed styles and properties of one node. */
export function NodeInspector({ workbench, chosen }: Props) {
  const [search, setSearch] = useState('')
  const details = chosen === undefined ? undefined : workbench.details(chosen)
  if (!details) return <StateNote title={chosen === undefined ? '还没有选中节点' : '这个节点已经不在了'}>点一个节点，看它的样式和属性。</StateNote>
  const { box, computed, rules, inline, properties } = details
  const wanted = search.trim().toLowerCase()
  const shown = Object.entries(computed).filter(([name, value]) => `${name}: ${value}`.includes(wanted))
  return (
    <div class="node-inspector">
      <p class="num hint">
        {Math.round(box.width)} × {Math.round(box.height)}，在手机的 {Math.round(box.x)}, {Math.round(box.y)}
      </p>
      <h3>生效的规则</h3>
      {inline !== '' && <Rule selector="style" from="节点自己" text={inline} />}
      {rules.toReversed().map((rule, index) => (
        <Rule key={index} {...rule} />
      ))}
      {rules.length === 0 && inline === '' && <p class="hint">没有样式规则选中它。</p>}
      <div class="row">
        <h3 class="grow">计算后的样式</h3>
        <input type="search" aria-label="搜索样式" placeholder="搜索" value={search} onInput={({ currentTarget }) => setSearch(currentTarget.value)} />
      </div>
      <dl class="styles mono" aria-label="计算后的样式">
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>属性</h3>
      <JsonTree value={properties} label="属性" />
    </div>
  )
}

function Rule({ selector, from, text }: { selector: string; from: string; text: string }) {
  return (
    <div class="style-rule mono">
      <div class="row">
        <span class="grow">{selector}</span>
        <span class="hint">{from}</span>
      </div>
      <ul>
        {text
          .split(/;\s*/)
          .filter(Boolean)
          .map((declaration) => (
            <li key={declaration}>{declaration};</li>
          ))}
      </ul>
    </div>
  )
}
