import { ask } from '../live/api'
import { useLive } from '../live/use-live'
import { Failure, StateNote } from '../parts/state-note'
import { useAction } from '../parts/use-action'
import { SwitchControl } from './switch-control'
import { GROUP_WORDS, SWITCH_WORDS } from './switch-words'
import './switches.css'

type Values = Record<string, Record<string, unknown>>

/** Chosen when the local cloud starts, because data is laid out by them. */
const FIXED_GROUP = 'db'

/** What WeChat's documents leave open, and how it is answered here. */
export function Switches() {
  const { data: values, error, reload } = useLive<Values>('/emulator/switches', ['switches'])
  const action = useAction()
  if (error) return <Failure error={error} retry={reload} />
  if (!values) return <StateNote title="正在读取…" />
  const change = (group: string, key: string, value: unknown) => {
    void action.run(() => ask('/emulator/switches', { [group]: { [key]: value } }))
  }
  const known = Object.keys(GROUP_WORDS)
  const groups = Object.keys(values).sort((a, b) => known.indexOf(a) - known.indexOf(b))
  return (
    <div class="switches">
      <p class="hint">微信文档没有写清楚、或说法不一的地方。默认值取证据更多的一边；改一改，看你的代码在另一种情况下会怎样。重置后恢复。</p>
      {action.error && <Failure error={action.error} retry={reload} />}
      <div class="switch-groups">
        {groups.map((group) => (
          <section key={group} class="box" aria-label={GROUP_WORDS[group] ?? group}>
            <h2>
              {GROUP_WORDS[group] ?? group}
              {group === FIXED_GROUP && <span class="hint"> 启动时选定</span>}
            </h2>
            <ul class="lines">
              {Object.entries(values[group] ?? {}).map(([key, value]) => {
                const words = SWITCH_WORDS[`${group}.${key}`] ?? { question: key }
                return (
                  <li key={key}>
                    <span class="grow">
                      {words.question}
                      <br />
                      <span class="hint mono">
                        {group}.{key}
                      </span>
                    </span>
                    <SwitchControl
                      words={words}
                      value={value}
                      disabled={group === FIXED_GROUP}
                      onChange={(next) => change(group, key, next)}
                    />
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
