import { type Mutant } from './mutants'

/** Mutants that no test can tell from the original, or that decide nothing about who may do what; each with why. */
export const HARMLESS: readonly { file: string; change: RegExp; why: string }[] = [
  {
    file: 'core/access/operator-keys.ts',
    change: /^given === undefined → false$|缺少 operatorKey/,
    why: '没有带密钥的，下一行的比较同样拒绝，只是说法不同。',
  },
  { file: 'core/access/identify.ts', change: /^variables\['TCB_SOURCE'\] \?\? ''/, why: '没有来源时正则测的是“undefined”，同样不匹配。' },
  { file: 'core/access/identify.ts', change: /^at > 0: > → >=$|^0 → 1$/, why: '名字为空或只有一个字符的变量，没有人读。' },
  { file: 'core/access/member.ts', change: /^!member → false$|你不是管理成员/, why: '没有成员记录就没有角色，下面同样拒绝，只是说法不同。' },
  { file: 'core/access/member.ts', change: /你的角色无法识别/, why: '认不出的角色排在所有角色之前，下一行同样拒绝，只是说法不同。' },
  { file: 'core/access/accept-invitation.ts', change: /<= now.getTime\(\): <= → <$/, why: '只差到期那一毫秒。' },
  { file: 'core/access/accept-invitation.ts', change: /^by.openid !== '': '' → another$/, why: '没有名字的人查不到成员记录，同样不是所有者。' },
]

export function whyHarmless({ file, change }: Mutant): string | undefined {
  return HARMLESS.find((each) => each.file === file && each.change.test(change))?.why
}
