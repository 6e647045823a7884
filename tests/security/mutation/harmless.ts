import { type Mutant } from './mutants'

/** Mutants that no test can tell from the original, or that decide nothing about who may do what; each with why. */
export const HARMLESS: readonly { file: string; change: RegExp; why: string }[] = [
  { file: 'core/access/caller-key.ts', change: /^perDay > 0: > → >=$/, why: '0 条取整还是 0 条。' },
  { file: 'core/access/caller-limits.ts', change: /^count > 0(?: → true|: > → >=)$/, why: '还回 0 条，什么也不变。' },
  { file: 'core/access/identify-caller.ts', change: /^id === undefined → false$/, why: '没有编号时，查到哪一行都对不上摘要，同样拒绝。' },
  { file: 'core/access/identify-caller.ts', change: /ports\.call/, why: '只是顺带读到的东西要不要留着，没有就再读一次。' },
  { file: 'core/access/identify-caller.ts', change: /^given === /, why: '已经拒绝了，这里只挑怎么说。' },
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
  { file: 'core/access/invite.ts', change: /^ourPage\(/, why: '只是邀请卡片打开哪一页，谁能接受邀请在接受时判定。' },
  { file: 'core/access/invite.ts', change: /^by.kind === 'member' → true$/, why: '控制台发出的邀请没有 openid，查不到成员；它也不看邀请人。' },
  { file: 'core/access/manage-members.ts', change: /^member → true$/, why: '提交的回复丢失后重试时，对已不在的记录再删一次。' },
  { file: 'core/access/manage-members.ts', change: /^isLosing → true$/, why: '多锁住一位所有者的记录，结果不变。' },
  { file: 'core/access/tries.ts', change: /^3_600_000 → 3600001$/, why: '一小时多一毫秒。' },
  { file: 'core/access/wrong-key.ts', change: /^60_000 → 60001$|^0 → 1$/, why: '一分钟多一毫秒；数不成时仍在放行的次数以内。' },
  { file: 'core/access/wrong-key.ts', change: /ports\.call|source/, why: '只是审计里写不写从哪里来。' },
  { file: 'core/access/member.ts', change: /Object\.keys\(beside\)|^0 → 1$/, why: '只是一次读还是两次读，读到的是同一行。' },
  { file: 'core/access/member-limits.ts', change: /\?\? today/, why: '那一行刚写下；已经拒绝了，这里只是怎么说。' },
  { file: 'core/access/member-limits.ts', change: /^await findById\(daysOf\(ports\), day\._id\) → false$/, why: '那一行已经有了，再写一次会被认出是重复的。' },
  { file: 'core/access/operator-keys.ts', change: /variables\['OPERATOR_KEY'\]|variables\[variable\]/, why: '没有设置和设成空的是一回事；这里只是部署前的提醒。' },
  { file: 'core/api/actions.ts', change: /^(?:allowed === 'viewer'|action\.allowed !== |ports\.call|Object\.assign\(ports\.call|beside && )/, why: '谁能做在上一行决定了；这里只决定审计里怎么记、顺带读什么。' },
  { file: 'core/api/actions.ts', change: /^businessOf\(caller\) → ;$/, why: '做的时候再问一次，同样拒绝。' },
  { file: 'core/api/schema.ts', change: /issue|getDotPath/, why: '已经拒绝了，这里只是怎么说。' },
  { file: 'core/api/serve.ts', change: /^(?:6000|500|3000|4000) → |SDK_TIMEOUT_MS|globalAgent|IDLE_CONNECTION_MS|dropConnections|endedAt|time_limit_in_ms|limitMs|cloud\.init/, why: '等多久、重试几次、连接留多久，不决定谁能做什么。' },
  { file: 'cloudfunctions/dispatch/src/index.ts', change: /^await (?:watch|closeDays|keepSettings|note)\(|^caller\.kind === '(?:timer|operator)'/, why: '谁能派发在上面一行决定了（矩阵里试）；这里是记审计、收尾，用真的进程在 tests/security/audit 里查。' },
  { file: 'cloudfunctions/push/src/actions.ts', change: /^(?:request\.)?dryRun → |await note|^0 → 1$|pauseOrphanPlans/, why: '试算和真做要的角色一样，这里只决定怎么记审计；停下了几条只是数一数。' },
]

export function whyHarmless({ file, change }: Mutant): string | undefined {
  return HARMLESS.find((each) => each.file === file && each.change.test(change))?.why
}
