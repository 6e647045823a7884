import { ask } from '../live/api'
import { type Config, type InvokeResult, type Sample } from '../live/contract'
import { Select } from '../parts/select'
import { parseJson, prettyJson } from '../parts/json'
import { JsonEditor } from '../parts/json-editor'
import { Failure, StateNote } from '../parts/state-note'
import { useAction } from '../parts/use-action'
import { useKept } from '../parts/use-kept'
import { CallerChoice } from './caller-choice'
import { callerOf, kindOf } from './caller-kinds'
import { readDraft, type Draft } from './draft'
import { Result } from './result'
import { CONSOLE, samplesFor } from './samples'
import './console.css'

interface Props {
  config: Config
  activeOpenid: string
  /** Of the last run. */
  answer: InvokeResult | undefined
  onAnswer(answer: InvokeResult): void
}

/** The cloud console's test box, with a choice of who calls. */
export function Console({ config, activeOpenid, answer, onAnswer }: Props) {
  const [draft, setDraft] = useKept('console', readDraft)
  const { busy, error, run } = useAction()
  const change = (changed: Partial<Draft>) => setDraft((last) => ({ ...last, ...changed }))

  const functionName = config.functions.includes(draft.function) ? draft.function : config.functions[0]
  if (functionName === undefined) {
    return <StateNote title="这个项目没有云函数">在 cloudfunctionRoot 下建一个文件夹，写好 index.js，它就会出现在这里。</StateNote>
  }
  const openid = draft.openid || activeOpenid
  const parsed = parseJson(draft.text)
  const execute = () => {
    if (!parsed.ok) return
    const call = { function: functionName, data: parsed.value, caller: callerOf(draft.kind, openid) }
    void run(async () => onAnswer(await ask<InvokeResult>('/emulator/invoke', call)))
  }
  const take = ({ data, caller = CONSOLE }: Sample) => {
    change({ text: prettyJson(data), kind: kindOf(caller), openid: caller.kind === 'client' ? caller.openid : draft.openid })
  }
  return (
    <div class="console">
      <div class="console-input">
        <div class="field">
          <span class="label">云函数</span>
          <Select
            label="云函数"
            options={config.functions.map((name) => ({ value: name, text: name }))}
            value={functionName}
            onChange={(name) => change({ function: name })}
          />
        </div>
        <CallerChoice
          kind={draft.kind}
          openid={openid}
          users={config.users}
          onKind={(kind) => change({ kind })}
          onOpenid={(chosen) => change({ openid: chosen })}
        />
        <div class="field">
          <span class="label">示例</span>
          <div class="samples">
            {samplesFor(config, functionName).map((sample) => (
              <button key={sample.title} type="button" class="chip-button" onClick={() => take(sample)}>
                {sample.title}
              </button>
            ))}
          </div>
        </div>
        <JsonEditor label="参数 JSON" text={draft.text} rows={14} onChange={(text) => change({ text })} onSubmit={execute} />
        <button type="button" class="primary" disabled={!parsed.ok || busy} onClick={execute}>
          {busy ? '执行中…' : '执行'}
        </button>
        {error && <Failure error={error} retry={execute} />}
      </div>
      <div class="console-output">
        <Result answer={answer} busy={busy} />
      </div>
    </div>
  )
}
