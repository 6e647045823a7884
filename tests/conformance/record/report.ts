import { type Difference } from './replay'
import { namedIn, type Noted, type Rule } from './rules'

/** Each difference in words, under the rule that it concerns. */
export function wordsOf(differences: readonly Difference[], rules: readonly Rule[]): string[] {
  return differences.flatMap(({ test, step, code, path, recorded, local }) => {
    const name = namedIn(rules, test)
    const rule = rules.find(({ tests }) => tests.includes(name))
    return [
      rule ? `规则：${rule.rule}（docs/fidelity.md 第 ${rule.line} 行）` : '规则：docs/fidelity.md 里没有对应的行',
      ...(rule && rule.divergence !== '' ? [`  已知的出入：${rule.divergence}`] : []),
      `  测试：${name}`,
      `  第 ${step} 步：${short(code.trim().replace(/\s+/g, ' '))}`,
      `  位置：${path === '' ? '整个答复' : path}`,
      `  真实环境：${shown(recorded)}`,
      `  本地云：  ${shown(local)}`,
      '',
    ]
  })
}

export function wordsOfNoted({ moved, held }: Noted): string[] {
  return [
    `${moved.length} 行写上了日期：`,
    ...moved.map(({ line, rule }) => `  第 ${line} 行 ${rule}`),
    ...(held.length > 0 ? [`${held.length} 行只核对了一部分，或有出入，没有动：`] : []),
    ...held.flatMap(({ rule: { line, rule }, missing, different }) => [
      `  第 ${line} 行 ${rule}`,
      ...different.map((test) => `    有出入：${test}`),
      ...missing.map((test) => `    没有录到：${test}`),
    ]),
  ]
}

function shown(value: unknown): string {
  return value === undefined ? '（没有）' : short(JSON.stringify(value))
}

function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
