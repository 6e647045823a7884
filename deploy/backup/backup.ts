// All records into a file, and from a file into an empty environment. See docs/运维.md. Never tried against the real cloud.
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { exportTo } from './export'
import { readBackup, type Counts } from './format'
import { importFrom } from './import'
import { connect } from './place'

const USAGE = `用法：npm run backup -- export|import|verify --file 文件 [选项]

  export            把全部记录写进文件；中断了就再运行一次，会接着写
  import            把文件写进一个空的环境，再核对；进行中的推送会先停下，等人看过
  verify            只检查文件是否完整、有没有被改过

  --url 地址        正在运行的本地云，例如 http://127.0.0.1:8800；不写就是 .env.local 里的环境
  --env-file 文件   从这个文件读 TCB_ENV_ID、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY、COLLECTION_PREFIX
  --erased 文件     更新的备份，或 npm run audit -- export 的文件（可写多次）：备份之后要求删除数据的人不会被带回来
  --continue        接着上次中断的 import
  --as-is           进行中的推送原样恢复、继续发送：只在搬家、旧环境已停时用
  --dry             只说会做什么，不写
`

const WARNING = '文件里有用户的 openid、昵称和发送内容，属于个人信息：请加密保存，按 docs/privacy.md 的期限删除，不要放进代码仓库。'

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      url: { type: 'string' },
      'env-file': { type: 'string' },
      erased: { type: 'string', multiple: true, default: [] },
      continue: { type: 'boolean', default: false },
      'as-is': { type: 'boolean', default: false },
      dry: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  const [command] = positionals
  const { file, url, 'env-file': envFile, erased: erasedFiles, continue: goOn, 'as-is': asIs, dry } = values
  if (values.help || file === undefined || !command || !['export', 'import', 'verify'].includes(command)) {
    console.log(USAGE)
    process.exitCode = values.help ? 0 : 2
    return
  }
  for (const path of [...(command === 'export' ? [] : [file]), ...erasedFiles]) if (!existsSync(path)) throw new Error(`没有文件 ${path}。`)
  const tell = (line: string): void => console.log(line)
  if (command === 'verify') {
    const { header, counts } = await readBackup(file)
    tell(`完整：${header.at} 的备份，数据版本 ${header.schema}。${inWords(counts)}`)
    return
  }
  const place = await connect({ url, envFile })
  if (command === 'export') {
    tell(WARNING)
    const { counts } = await exportTo(place, file, new Date(), tell)
    tell(`已从${place.name}写入 ${file}。${inWords(counts)}`)
    return
  }
  const { counts, resting, dropped } = await importFrom(place, { file, erasedFiles, goOn, asIs, dry, now: new Date(), tell })
  tell(`${dry ? '会写进' : '已写进'}${place.name}${dry ? '' : '，核对无误'}。${inWords(counts)}`)
  if (resting > 0) tell(`${resting} 次推送在备份时还没有结束，${dry ? '会' : '已'}先停下：请在推送记录里逐个核对，再继续或取消。`)
  if (dropped > 0) tell(`备份之后要求删除数据的人：${dropped} 条记录没有恢复${dry ? '' : '，其余痕迹由定时器清除'}。`)
  if (erasedFiles.length === 0) tell('没有给 --erased：备份之后要求删除数据的人会被带回来。请用最新的备份或操作记录再核对。')
}

function inWords(counts: Counts): string {
  return `共 ${Object.values(counts).reduce((sum, count) => sum + count, 0)} 条：${Object.entries(counts).map(([name, count]) => `${name} ${count}`).join('，')}。`
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})
