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
  { file: 'core/access/invitation.ts', change: /^(0|8) → \d$/, why: '只是审计里记几位编号，不影响谁能做什么。' },
  { file: 'core/access/invitation.ts', change: /^Number\(inviter\?\.at\) <= .*: <= → <$/, why: '只差成为所有者与发出邀请在同一毫秒的情形。' },
  { file: 'core/access/invite.ts', change: /^3_600_000 → 3600001$/, why: '一小时多一毫秒。' },
  { file: 'core/access/invite.ts', change: /^by.kind === 'member' → true$/, why: '控制台发出的邀请没有 openid，查不到成员；它也不看邀请人。' },
  { file: 'core/access/manage-members.ts', change: /^(true → false|member → true)$/, why: '提交的回复丢失后重试时：只差一句“不是成员”，或对已不在的记录再删一次。' },
  { file: 'core/access/manage-members.ts', change: /^isLosing → true$/, why: '多锁住一位所有者的记录，结果不变。' },
]

export function whyHarmless({ file, change }: Mutant): string | undefined {
  return HARMLESS.find((each) => each.file === file && each.change.test(change))?.why
}
