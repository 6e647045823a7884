import { useEffect, useRef, useState } from 'preact/hooks'
import { type ConsoleEntry } from '../../../miniprogram/runtime/workbench/console-tap'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { IconButton } from '../parts/icon'
import { JsonTree } from '../parts/json-tree'
import { Select } from '../parts/select'
import { StateNote } from '../parts/state-note'
import { clockTime } from '../parts/time'
import { useJournal } from '../running/use-workbench'
import { chosenEntries, grouped, textOf, type Group, type Kind } from './entries'
import { placeIn, type Place } from './places'
import { Prompt } from './prompt'
import './phone-console.css'

const KIND_OPTIONS: readonly { value: Kind; text: string }[] = [
  { value: 'all', text: '全部' },
  { value: 'error', text: '错误' },
  { value: 'warn', text: '警告' },
  { value: 'log', text: '日志' },
]

/** What the mini-program printed, and a line to ask it something. */
export function PhoneConsole({ workbench }: { workbench: Workbench }) {
  const entries = useJournal(workbench.console)
  const [kind, setKind] = useState<Kind>('all')
  const [text, setText] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const groups = grouped(chosenEntries(entries, kind, text))
  // Whoever reads at the end stays there.
  const atEnd = useRef(true)
  useEffect(() => {
    if (atEnd.current) list.current?.scrollTo(0, list.current.scrollHeight)
  }, [entries])
  const onScroll = ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: { currentTarget: HTMLElement }) => {
    atEnd.current = scrollTop + clientHeight > scrollHeight - 24
  }
  return (
    <section class="phone-console" aria-label="Console">
      <div class="row">
        <IconButton name="clear" label="清空 Console" onClick={() => workbench.console.clear()} />
        <input type="search" class="grow" aria-label="搜索输出" placeholder="搜索输出" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        <Select<Kind> label="级别" options={KIND_OPTIONS} value={kind} onChange={setKind} />
      </div>
      {groups.length === 0 && <StateNote title="还没有输出">小程序里的 console.log、警告和没有接住的错误会出现在这里。</StateNote>}
      <ol class="console-entries" aria-label="输出" ref={list} onScroll={onScroll}>
        {groups.map((group) => (
          <Entry key={group.entry.id} {...group} />
        ))}
      </ol>
      <Prompt onAsk={(asked) => void workbench.ask(asked)} />
    </section>
  )
}

function Entry({ entry, times }: Group) {
  const { at, level, parts, stack } = entry
  return (
    <li class={level}>
      {times > 1 && <span class="console-times num">{times}</span>}
      <div class="console-parts grow">
        {parts.map((part, index) => (typeof part === 'object' && part !== null && Object.keys(part).length > 0 ? <JsonTree key={index} value={part} label="对象" open={0} /> : <span key={index}>{textOf(part)}</span>))}
      </div>
      {stack !== '' && <Source entry={entry} />}
      <time class="num" title={new Date(at).toISOString()}>
        {clockTime(at)}
      </time>
    </li>
  )
}

/** The line of the project's sources that it came from. */
function Source({ entry: { stack } }: { entry: ConsoleEntry }) {
  const [place, setPlace] = useState<Place>()
  useEffect(() => {
    let wanted = true
    void placeIn(stack).then((found) => wanted && setPlace(found))
    return () => {
      wanted = false
    }
  }, [stack])
  return place ? (
    <span class="console-source mono" title={stack}>
      {place.file}:{place.line}
    </span>
  ) : null
}
