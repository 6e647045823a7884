import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { UTC_PLUS_8_MS } from '../records/beijing'
import { ruleNamed } from '../templates/field-rules'
import { checkData, type MessageData } from '../templates/message-data'
import { cutText, plainText } from '../templates/plain-text'
import { templateToSend } from '../templates/registry'
import { type TemplateField } from '../templates/template'
import { ALARM_KINDS, type Alarm } from './table'

/** What a field of the message may be filled with, by its name in `ALARM_MESSAGE`; any other text stands as it is written. */
const CONTENTS: Readonly<Record<string, (alarm: Alarm, now: number) => string>> = {
  问题: ({ id }) => ALARM_KINDS[id].title,
  简称: ({ id }) => ALARM_KINDS[id].brief,
  说明: ({ about }) => about,
  办法: ({ id }) => ALARM_KINDS[id].step,
  时间: ({ since }, now) => timeText(since?.getTime() ?? now),
  数量: ({ count = 1 }) => String(count),
}

/** The message's fields, each cut to what its template takes. */
export function alarmData({ clock }: Pick<Ports, 'clock'>, alarm: Alarm, wanted: Readonly<Record<string, string>>, fields: readonly TemplateField[]): MessageData {
  return Object.fromEntries(
    Object.entries(wanted).map(([key, content]) => {
      const text = plainText(CONTENTS[content]?.(alarm, clock.now()) ?? content)
      const field = fields.find((each) => each.key === key)
      const max = field && ruleNamed(field.rule).max
      return [key, max === undefined ? text : cutText(text, max)]
    }),
  )
}

/** Told on the home of members before it is needed: the template is not there or not ready, or its fields do not take what they get. */
export async function findUnfitMessage(ports: Ports): Promise<Alarm[]> {
  const { alarmMessage } = ports.settings
  if (!alarmMessage) return []
  const why = await faultOf(ports, alarmMessage)
  if (why === undefined) return []
  return [{ id: 'message-unfit', problem: 'message-unfit', about: why, page: `/admin/kind/kind?key=${encodeURIComponent(alarmMessage.template)}` }]
}

async function faultOf(ports: Ports, { template: key, fields: wanted }: NonNullable<Ports['settings']['alarmMessage']>): Promise<string | undefined> {
  try {
    const { fields } = await templateToSend(ports.db, key)
    const example: Alarm = { id: 'halted', problem: 'halted', about: '例子', count: 1 }
    const faults = checkData(alarmData(ports, example, wanted, fields), fields)
    return faults.length === 0 ? undefined : `模板 ${key} 的字段对不上：${faults.map(({ message }) => message).join('；')}`
  } catch (error) {
    if (error instanceof AppError && error.isUserError) return error.message
    throw error
  }
}

/** 2026年12月1日 09:07, which fields for times and for dates take alike. */
function timeText(at: number): string {
  const there = new Date(at + UTC_PLUS_8_MS)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日 ${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`
}
