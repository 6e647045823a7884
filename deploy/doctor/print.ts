import { type ItemState } from './checklist'
import { type Examined, type Report } from './diagnose'
import { type Finding, type Verdict } from './finding'

const SIGNS: Record<Verdict, string> = { good: '好　', mend: '处理', todo: '没做', notice: '注意', unchecked: '没查' }
const COUNTED: [Verdict, string][] = [
  ['good', '好'],
  ['mend', '要处理'],
  ['todo', '还没做的上线步骤'],
  ['notice', '值得知道'],
  ['unchecked', '没查成'],
]

/** For a person: one line per finding, beneath it what should be and what mends it. */
export function printReport({ envId, checks, skipped, checklist, counts }: Report): string[] {
  const open = checklist.filter(({ doneAt }) => doneAt === undefined)
  return [
    `环境 ${envId || '（没有 TCB_ENV_ID）'} 的体检`,
    '',
    ...checks.filter((check) => !isUnchecked(check)).flatMap(({ title, findings }) => findings.flatMap((finding) => linesOf(title, finding))),
    ...uncheckedLines(checks.filter(isUnchecked)),
    ...(skipped.length > 0 ? ['', `没有联网看：${skipped.join('、')}。去掉 --offline 就看。`] : []),
    '',
    '要人看的（看过以后 npm run doctor -- --done 名字；看错了 --undone 名字）：',
    ...checklist.flatMap(itemLines),
    '',
    `${COUNTED.filter(([verdict]) => counts[verdict] > 0).map(([verdict, words]) => `${words} ${counts[verdict]}`).join('，')}；检查单 ${checklist.length - open.length}/${checklist.length}。`,
  ]
}

function linesOf(title: string, { verdict, is, should, mend }: Finding): string[] {
  return [`  ${SIGNS[verdict]}  ${title}：${is}`, ...(should === undefined ? [] : [`        应该：${should}`]), ...(mend === undefined ? [] : [`        怎么办：${mend}`])]
}

function isUnchecked({ findings }: Examined): boolean {
  return findings.length > 0 && findings.every(({ verdict }) => verdict === 'unchecked')
}

/** What one reason has kept from being looked at is told in one line. */
function uncheckedLines(checks: Examined[]): string[] {
  const reasons = [...new Set(checks.flatMap(({ findings }) => findings.map(({ is }) => is)))]
  return reasons.flatMap((reason) => {
    const titles = checks.filter(({ findings }) => findings.some(({ is }) => is === reason)).map(({ title }) => title)
    return linesOf(titles.join('、'), { verdict: 'unchecked', is: reason, mend: '照这里说的处理，再运行一次 npm run doctor' })
  })
}

function itemLines({ id, what, where, doneAt, changed }: ItemState): string[] {
  if (doneAt !== undefined) return [`  ☑  ${id}：${what}（${doneAt.slice(0, 10)}）`]
  return [`  ☐  ${id}：${what}${changed ? '（看过，但它变了，请再看一次）' : ''}`, `        在哪里：${where}`]
}
