import { useEffect, useState } from 'preact/hooks'
import { type ShownNode } from '../../../miniprogram/runtime/workbench/node-tree'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { IconButton } from '../parts/icon'
import { StateNote } from '../parts/state-note'
import { NodeView } from './node-view'
import { NodeInspector } from './node-inspector'
import { pathTo } from './tree'
import './wxml.css'

/** Redrawn at most so often while the page changes. */
const SETTLE_MS = 120

/** The nodes of the page on top: pointing at one marks it on the phone, a click shows its styles. */
export function Wxml({ workbench }: { workbench: Workbench }) {
  const { nodes, version } = useNodes(workbench)
  const [chosen, setChosen] = useState<number>()
  const [stopPicking, setStopPicking] = useState<() => void>()
  useEffect(() => {
    // Numbers of nodes begin anew with each start.
    setChosen(undefined)
    return () => workbench.mark(undefined)
  }, [workbench])
  useEffect(() => () => stopPicking?.(), [stopPicking])
  const pick = () => {
    if (stopPicking) return setStopPicking(undefined)
    const stop = workbench.pick((key) => {
      setStopPicking(undefined)
      setChosen(key)
    })
    setStopPicking(() => stop)
  }
  const opened = new Set(chosen === undefined ? [] : pathTo(nodes, chosen))
  return (
    <section class="wxml" aria-label="WXML">
      <div class="wxml-tree">
        <div class="row">
          <IconButton name="pick" label="在手机上点选" pressed={stopPicking !== undefined} onClick={pick} />
          <span class="hint">{stopPicking ? '在手机上点一个节点' : '移到节点上，手机里会标出来'}</span>
        </div>
        {nodes.length === 0 && <StateNote title="还没有页面" />}
        <div role="tree" aria-label="节点" onMouseLeave={() => workbench.mark(undefined)}>
          {nodes.map((node) => (
            <NodeView key={node.key} node={node} depth={0} chosen={chosen} opened={opened} onChoose={setChosen} onPoint={(key, label) => workbench.mark(key, label)} />
          ))}
        </div>
      </div>
      <NodeInspector workbench={workbench} chosen={chosen} version={version} />
    </section>
  )
}

function useNodes(workbench: Workbench): { nodes: ShownNode[]; version: number } {
  const [state, setState] = useState(() => ({ nodes: workbench.nodes(), version: 0 }))
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined
    const read = () => {
      waiting = undefined
      setState(({ version }) => ({ nodes: workbench.nodes(), version: version + 1 }))
    }
    read()
    const stop = workbench.watchNodes(() => (waiting ??= setTimeout(read, SETTLE_MS)))
    return () => {
      stop()
      clearTimeout(waiting)
    }
  }, [workbench])
  return state
}
