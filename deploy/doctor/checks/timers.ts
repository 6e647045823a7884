import { NO_TIMER_MS } from '../../../core/alarms/limits'
import { type Agenda, AGENDA } from '../../../core/records/agenda'
import { COLLECTIONS } from '../../../core/records/collections'
import { type OnlineCheck } from '../check'
import { TRIGGER, triggerOf } from '../checklist'
import { type Finding, good, mend, todo } from '../finding'
import { doneAt } from '../remembered'
import { ago } from '../words'

/** That a timer is listed says nothing: that it came does. One uploaded by DevTools may not be listed at all. */
export const timersCheck: OnlineCheck = {
  id: 'timers',
  title: '定时触发器',
  online: async (project, account) => {
    const { target, timers } = project.scope()
    const found: Finding[] = []
    for (const { functionName, name, cron } of timers) {
      const there = await account.functions()
      const listed = there.includes(functionName) ? (await account.function(functionName)).triggers.find((trigger) => trigger.name === name) : undefined
      const how = `开发者工具里右键 ${functionName} → 上传触发器`
      if (listed && listed.cron !== cron) found.push(mend(`${functionName} 的触发器是 ${listed.cron}`, cron, how))
      const rows = await account.find<Agenda>(target.prefix + COLLECTIONS.standstill, { query: { _id: AGENDA }, limit: 1 })
      found.push(...beatOf(rows[0]?.tickAt, how, listed !== undefined || wasUploaded(project), project.now()))
    }
    return found
  },
}

function wasUploaded({ remembered, root }: Parameters<typeof timersCheck.online>[0]): boolean {
  return doneAt(remembered, TRIGGER, triggerOf(root)) !== undefined
}

function beatOf(tickAt: Date | undefined, how: string, uploaded: boolean, now: number): Finding[] {
  const should = '每分钟跑一次；不跑，控制台和定时的推送发不出去'
  if (tickAt === undefined) return [(uploaded ? mend : todo)(uploaded ? '触发器传过了，可是还没有跑过' : '还没有跑过', should, uploaded ? `${how}；看 dispatch 的日志` : `${how}，再 npm run doctor -- --done ${TRIGGER}`)]
  const since = now - new Date(tickAt).getTime()
  if (since > NO_TIMER_MS) return [mend(`已经${ago(since)}没有跑了`, should, `${how}；看 dispatch 的日志`)]
  return [good(`上次跑是${ago(Math.max(0, since))}前`)]
}
