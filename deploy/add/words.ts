/** Why nothing was done, with the next step, each line one reason. */
export class Refusal extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'))
  }
}

export const HELP = `把订阅消息装进一个已有的小程序，或者取出来。先给出计划，同意了才写。

  npm run add    -- ../他们的项目 [选项]      装进去；再运行一次就是升级
  npm run remove -- ../他们的项目 [选项]      只取出装进去的

装什么
  --only 部分,部分       只装这些（它们要用到的一起装）
  --without 部分,部分    除了这些都装
  --all                 全部都装（以前少装过、现在要全的时候）
  --notify-in 云函数     给他们的这个云函数放一份 subscribe-messages.js，可以写几次

名字撞了
  --folder 名字              小程序里的文件夹，不写是 subscribe-message
  --function-prefix 前缀     四个云函数的名字前面加上它，例如 sm-
  --collection-prefix 前缀   集合名字的前缀，不写是 sm_

怎么运行
  --dry-run             只看计划，什么也不写
  --yes                 不问
  --no-readme           不在他们的 README.md 里加说明
  --changed too         只给 remove：被改过的也取出来

从打好的包运行：npx ./subscribe-message-cloud-版本.tgz add ../他们的项目
选项逐个的说明：docs/装进已有小程序.md`

export function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KB`
}

/** Lists are cut where nobody would read on. */
export function listed(names: readonly string[], most = 6): string {
  return names.slice(0, most).join('、') + (names.length > most ? ` 等 ${names.length} 个` : '')
}
