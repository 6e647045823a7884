import { useEffect, useRef, useState } from 'preact/hooks'
import { type ShownNode } from '../../../miniprogram/runtime/workbench/node-tree'
import { Icon } from '../parts/icon'
import { attributesOf, labelOf } from './tree'

interface Props {
  node: ShownNode
  depth: number
  chosen: number | undefined
  /** Nodes that stand open because the chosen one is below them. */
  opened: ReadonlySet<number>
  onChoose(key: number): void
  onPoint(key: number, label: string): void
}

const OPEN_AT_FIRST = 4

/** A node and what is in it, as WXML is written. */
export function NodeView({ node, depth, chosen, opened, onChoose, onPoint }: Props) {
  const [isOpen, setOpen] = useState(depth < OPEN_AT_FIRST)
  const line = useRef<HTMLDivElement>(null)
  const isChosen = node.key === chosen
  const leadsToChosen = opened.has(node.key)
  useEffect(() => {
    if (leadsToChosen && !isChosen) setOpen(true)
    if (isChosen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [leadsToChosen, isChosen])
  const { key, tag, text, children } = node
  const point = () => onPoint(key, labelOf(node))
  const onlyText = children.length === 1 && children[0]?.text !== undefined ? children[0].text : undefined
  const canOpen = children.length > 0 && onlyText === undefined
  return (
    <div role="treeitem" aria-expanded={canOpen ? isOpen : undefined} aria-selected={isChosen}>
      <div class="node-line" style={{ paddingLeft: `${depth * 14}px` }} ref={line} onMouseEnter={point}>
        {canOpen ? (
          <button type="button" class="node-fold" aria-label={isOpen ? `收起 ${tag}` : `展开 ${tag}`} onClick={() => setOpen(!isOpen)}>
            <Icon name="right" size={12} />
          </button>
        ) : (
          <span class="node-fold" />
        )}
        <button type="button" class="node-tag" onClick={() => onChoose(key)} onFocus={point}>
          {text === undefined ? <Tag node={node} text={onlyText} closed={!canOpen || !isOpen} /> : <span class="node-text">{text}</span>}
        </button>
      </div>
      {canOpen && isOpen && (
        <div role="group">
          {children.map((child) => (
            <NodeView key={child.key} {...{ depth: depth + 1, chosen, opened, onChoose, onPoint }} node={child} />
          ))}
        </div>
      )}
    </div>
  )
}

function Tag({ node, text, closed }: { node: ShownNode; text: string | undefined; closed: boolean }) {
  return (
    <>
      <span class="node-name">&lt;{node.tag}</span>
      {attributesOf(node).map(([name, value]) => (
        <span key={name}>
          {' '}
          <span class="node-attribute">{name}</span>="<span class="json-text">{value}</span>"
        </span>
      ))}
      <span class="node-name">&gt;</span>
      {text !== undefined && <span class="node-text">{text}</span>}
      {closed && (
        <>
          {text === undefined && node.children.length > 0 && <span class="hint">…</span>}
          <span class="node-name">&lt;/{node.tag}&gt;</span>
        </>
      )}
      {node.component && <span class="chip">{node.component}</span>}
    </>
  )
}
