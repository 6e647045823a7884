import { ask } from '../live/api'
import { type FaultPlan, type ShownFaults } from '../live/contract'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { Failure } from '../parts/state-note'
import { useAction } from '../parts/use-action'
import { EventFaults } from './event-faults'
import { Fault } from './fault'
import { ERRCODES, HTTP_MODES, REQUEST_KINDS } from './fault-words'
import { NumberField } from './number-field'
import { fieldsOf, isActive, planOf, type FaultFields } from './plan'
import { PlanEditor } from './plan-editor'

const NONE: ShownFaults = {}

/** Trouble to order. Each change takes effect at once, and counts are shown as they run out. */
export function FaultsCard({ functions }: { functions: readonly string[] }) {
  const { data = NONE, error, reload } = useLive<ShownFaults>('/emulator/faults', ['faults', 'invocation'])
  const { waiting = 0, ...plan } = data
  const action = useAction()
  const order = (next: FaultPlan) => void action.run(() => ask('/emulator/faults', next))
  const fields = fieldsOf(plan)
  const set = (change: Partial<FaultFields>) => order(planOf({ ...fields, ...change }, plan))
  const killable = functions.map((name) => ({ value: name, text: name }))
  const killFunction = fields.killFunction || (functions[0] ?? '')
  return (
    <section class="box" aria-label="故障">
      <div class="row">
        <h2 class="grow">故障</h2>
        <span class={isActive(plan) ? 'warn' : 'hint'}>{isActive(plan) ? '有故障在生效' : '一切正常'}</span>
        <button type="button" disabled={!isActive(plan)} onClick={() => order({})}>
          全部清除
        </button>
      </div>
      {(error ?? action.error) && <Failure error={error ?? action.error ?? ''} retry={reload} />}
      <ul class="lines">
        <Fault title="推送变慢" about="subscribeMessage.send 每次多等这么久">
          <NumberField label="推送变慢" unit="毫秒" value={fields.sendLatencyMs} onChange={(sendLatencyMs) => set({ sendLatencyMs })} />
        </Fault>
        <Fault title="推送被拒绝" about="接下来几次直接返回错误，不送达">
          <Select
            label="错误码"
            options={ERRCODES}
            value={String(fields.sendErrcode)}
            onChange={(errcode) => set({ sendErrcode: Number(errcode), sendErrors: fields.sendErrors || 1 })}
          />
          <NumberField label="推送被拒绝" unit="次" value={fields.sendErrors} onChange={(sendErrors) => set({ sendErrors })} />
        </Fault>
        <Fault title="推送的回复丢失" about="消息已送达，但云函数收不到结果">
          <NumberField label="推送的回复丢失" unit="次" value={fields.sendLost} onChange={(sendLost) => set({ sendLost })} />
        </Fault>
        <Fault title="数据库变慢" about="每次请求多等这么久">
          <NumberField label="数据库变慢" unit="毫秒" value={fields.dbLatencyMs} onChange={(dbLatencyMs) => set({ dbLatencyMs })} />
        </Fault>
        <Fault title="数据库报错" about="接下来几次不执行，返回系统错误">
          <NumberField label="数据库报错" unit="次" value={fields.dbErrors} onChange={(dbErrors) => set({ dbErrors })} />
        </Fault>
        <Fault title="数据库的回复丢失" about="写入已完成，但云函数收不到结果">
          <NumberField label="数据库的回复丢失" unit="次" value={fields.dbLost} onChange={(dbLost) => set({ dbLost })} />
        </Fault>
        <Fault title="事务冲突" about="事务里的操作被告知冲突">
          <NumberField label="事务冲突" unit="次" value={fields.conflicts} onChange={(conflicts) => set({ conflicts })} />
        </Fault>
        <Fault title="网络故障" about="云函数到云端的请求中断，不会执行">
          <Select
            label="哪种故障"
            options={HTTP_MODES}
            value={fields.httpMode}
            onChange={(httpMode) => set({ httpMode, httpTimes: fields.httpTimes || 1 })}
          />
          <span class="together">
            <Select
              label="哪些请求"
              options={REQUEST_KINDS}
              value={fields.httpOn}
              onChange={(httpOn) => set({ httpOn, httpTimes: fields.httpTimes || 1 })}
            />
            <NumberField label="网络故障" unit="次" value={fields.httpTimes} onChange={(httpTimes) => set({ httpTimes })} />
          </span>
        </Fault>
        <Fault title="进程被杀" about="推送到第几条时，云函数的进程突然消失">
          <Select
            label="哪个云函数"
            options={killable}
            value={killFunction}
            onChange={(name) => set({ killFunction: name, killAfter: fields.killAfter || 1 })}
          />
          <NumberField label="进程被杀" unit="条后" value={fields.killAfter} onChange={(killAfter) => set({ killFunction, killAfter })} />
        </Fault>
        <EventFaults fields={fields} waiting={waiting} onChange={set} />
      </ul>
      <PlanEditor plan={plan} onOrder={order} />
    </section>
  )
}
