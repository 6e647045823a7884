import { type AccountView } from './account-view'
import { type Check, isOffline } from './check'
import { type ItemState, stateOfItems } from './checklist'
import { CHECKS } from './checks'
import { type Finding, type Verdict } from './finding'
import { type Project } from './project'

export interface Examined extends Pick<Check, 'id' | 'title'> {
  findings: Finding[]
}

export interface Report {
  envId: string
  checks: Examined[]
  /** Titles of what needs the network, when that was not wanted. */
  skipped: string[]
  checklist: ItemState[]
  counts: Record<Verdict, number>
  /** 0 nothing to mend · 1 something is · 2 nothing found, but not all could be looked at. */
  exitCode: 0 | 1 | 2
}

/** An account, why there is none to look at (in words), or that nobody wants to look. */
export type Reach = AccountView | { missing: string } | 'offline'

/** Looks at everything and changes nothing. Whatever goes wrong with one check is told of that one. */
export async function diagnose(project: Project, reach: Reach): Promise<Report> {
  const wanted = CHECKS.filter((check) => reach !== 'offline' || isOffline(check))
  const checks: Examined[] = []
  for (const check of wanted) checks.push({ id: check.id, title: check.title, findings: await examine(check, project, reach) })
  const verdicts = checks.flatMap(({ findings }) => findings.map(({ verdict }) => verdict))
  const counts: Report['counts'] = { good: 0, mend: 0, todo: 0, notice: 0, unchecked: 0 }
  for (const verdict of verdicts) counts[verdict] += 1
  return {
    envId: project.variables['TCB_ENV_ID'] ?? '',
    checks,
    skipped: CHECKS.filter((check) => !wanted.includes(check)).map(({ title }) => title),
    checklist: stateOfItems(project, project.remembered),
    counts,
    exitCode: counts.mend > 0 ? 1 : counts.unchecked > 0 ? 2 : 0,
  }
}

async function examine(check: Check, project: Project, reach: Reach): Promise<Finding[]> {
  try {
    if (isOffline(check)) return check.offline(project)
    if (reach === 'offline') return []
    if ('missing' in reach) return [unchecked(reach.missing)]
    return await check.online(project, reach)
  } catch (error) {
    return [unchecked(error instanceof Error ? error.message : String(error))]
  }
}

function unchecked(why: string): Finding {
  return { verdict: 'unchecked', is: why, should: '查得到', mend: '照上面说的处理，再运行一次 npm run doctor' }
}
