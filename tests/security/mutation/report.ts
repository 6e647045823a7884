import { whyHarmless } from './harmless'
import { type Mutant } from './mutants'

export interface Outcome {
  mutant: Mutant
  /** Which tests noticed it: the matrix of who may do what, or those that look closer at its file. Missing when none did. */
  by?: 'matrix' | 'closer'
}

/** What is known, and the survivors that nothing excuses. @param total  all mutants that there are */
export function reportOf(outcomes: readonly Outcome[], total: number): { text: string; survivors: Mutant[] } {
  const files = [...new Set(outcomes.map(({ mutant }) => mutant.file))]
  const rows = files.map((file) => {
    const of = outcomes.filter(({ mutant }) => mutant.file === file)
    const count = (by?: Outcome['by']): number => of.filter((outcome) => outcome.by === by).length
    return `| \`${file}\` | ${of.length} | ${count('matrix')} | ${count('closer')} | ${count()} |`
  })
  const left = outcomes.filter(({ by }) => by === undefined).map(({ mutant }) => mutant)
  const survivors = left.filter((mutant) => whyHarmless(mutant) === undefined)
  const harmless = left.map((mutant) => [mutant, whyHarmless(mutant)] as const).filter(([, why]) => why !== undefined)
  const text = `# 变异测试报告

\`npm run mutate\` 每次只改动一处决定“谁能做什么”的代码或规则（角色、比较、条件、提前返回、常量、集合权限），再运行测试。没有测试发现的改动就是“存活”；不该存活的只要有一个，命令就以 1 退出。
每处改动先在进程内跑权限矩阵（\`tests/security/rights\`），没发现的再跑该文件自己的测试。只做记录和措辞的文件（操作记录、日志、答复的外壳）不决定谁能做什么，不在其中。本文件由命令生成，请勿手改。

共 ${total} 处改动，试了 ${outcomes.length} 处：${outcomes.length - left.length} 处被发现，${left.length} 处存活，其中不该存活的 **${survivors.length}** 处。

| 文件 | 改动 | 矩阵发现 | 近处的测试发现 | 存活 |
|---|---:|---:|---:|---:|
${rows.join('\n')}

## 不该存活的

${survivors.map(lineOf).join('\n') || '没有。'}

## 存活但无害的，以及为什么

${harmless.map(([mutant, why]) => `${lineOf(mutant)}\n  ${why}`).join('\n') || '没有。'}
`
  return { text, survivors }
}

function lineOf({ file, line, change }: Mutant): string {
  return `- \`${file}:${line}\` \`${change.replace(/`/g, "'")}\``
}
