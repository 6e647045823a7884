import { useState } from 'preact/hooks'
import { type FaultPlan } from '../live/contract'
import { parseJson, prettyJson } from '../parts/json'
import { JsonEditor } from '../parts/json-editor'

/** The whole plan as JSON: also what has no field, such as errors with a rate. */
export function PlanEditor({ plan, onOrder }: { plan: FaultPlan; onOrder: (plan: FaultPlan) => void }) {
  const [draft, setDraft] = useState<string>()
  const text = draft ?? prettyJson(plan)
  const parsed = parseJson(text)
  const submit = () => {
    if (!parsed.ok) return
    setDraft(undefined)
    onOrder(parsed.value as FaultPlan)
  }
  return (
    <details class="plan-editor">
      <summary>用 JSON 编辑（按概率出错、提交时冲突等）</summary>
      <JsonEditor label="故障计划 JSON" text={text} rows={8} onChange={setDraft} onSubmit={submit} />
      <div class="row end">
        <button type="button" disabled={draft === undefined} onClick={() => setDraft(undefined)}>
          放弃修改
        </button>
        <button type="button" disabled={draft === undefined || !parsed.ok} onClick={submit}>
          生效
        </button>
      </div>
    </details>
  )
}
