import { Select } from '../parts/select'
import { Fault } from './fault'
import { EVENT_KINDS, EVENT_ORDERS } from './fault-words'
import { NumberField } from './number-field'
import { type FaultFields } from './plan'

interface Props {
  fields: FaultFields
  /** How many events are on their way. */
  waiting: number
  onChange: (change: Partial<FaultFields>) => void
}

/** Of the emulated clock; what a person gets who chooses no delay. */
const SPAN_MS = 60_000

/** Trouble with what WeChat pushes to the project. */
export function EventFaults({ fields, waiting, onChange }: Props) {
  const { eventDelayMs, eventsLost, eventsTwice } = fields
  const isQuiet = eventDelayMs + eventsLost + eventsTwice === 0
  // A kind of event, or an order, alone would order nothing.
  const narrow = (eventOn: FaultFields['eventOn']) => onChange({ eventOn, eventDelayMs: isQuiet ? SPAN_MS : eventDelayMs })
  const mix = (eventOrder: FaultFields['eventOrder']) => onChange({ eventOrder, eventDelayMs: eventOrder === '' ? eventDelayMs : eventDelayMs || SPAN_MS })
  return (
    <>
      <Fault title="事件迟到" about={waiting > 0 ? `有 ${waiting} 个在路上，快进时钟就到` : '微信推来的事件晚这么久，按这里的时钟'}>
        <Select label="哪些事件" options={EVENT_KINDS} value={fields.eventOn} onChange={narrow} />
        <NumberField label="事件迟到" unit="毫秒" value={eventDelayMs} onChange={(eventDelayMs) => onChange({ eventDelayMs })} />
      </Fault>
      <Fault title="事件乱序" about="迟到的这段时间里的事件一起到">
        <Select label="事件乱序" options={EVENT_ORDERS} value={fields.eventOrder} onChange={mix} />
      </Fault>
      <Fault title="事件丢失" about="永远不会到">
        <NumberField label="事件丢失" unit="次" value={eventsLost} onChange={(eventsLost) => onChange({ eventsLost })} />
      </Fault>
      <Fault title="事件重复" about="同一个事件到两次">
        <NumberField label="事件重复" unit="次" value={eventsTwice} onChange={(eventsTwice) => onChange({ eventsTwice })} />
      </Fault>
      <Fault title="接受了却没送达" about="推送返回成功，卡片不到，事件说失败">
        <NumberField label="接受了却没送达" unit="次" value={fields.failedDeliveries} onChange={(failedDeliveries) => onChange({ failedDeliveries })} />
      </Fault>
    </>
  )
}
