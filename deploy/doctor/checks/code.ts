import { codeAddress } from '../../account/functions'
import { readSignature } from '../../target/target'
import { type OnlineCheck } from '../check'
import { type Finding, mend, notice, orGood } from '../finding'
import { DEPLOY } from '../project'
import { present } from './present'

const MOST_BYTES = 50 * 1024 * 1024

/** What runs is what this folder builds. */
export const codeCheck: OnlineCheck = {
  id: 'code',
  title: '云函数的代码',
  online: async ({ scope }, account) => {
    const found: Finding[] = []
    for (const [wanted, { description, codeSize }] of await present(scope().target, account)) {
      const { name, package: built } = wanted
      const runs = readSignature(description)
      const mine = `${readSignature(wanted.description)?.version ?? ''} 的 ${built.sha256.slice(0, 12)}`
      if (!runs) found.push(mend(`云函数 ${name} 的说明里没有版本`, `本机构建的 ${mine}`, DEPLOY))
      else if (runs.code !== built.sha256.slice(0, 12)) found.push(mend(`云函数 ${name} 运行的是 ${runs.version} 的 ${runs.code}`, `本机构建的 ${mine}`, DEPLOY))
      else if (!wanted.installDependency && (await codeAddress(account.api, name)).sha256 !== built.sha256)
        found.push(notice(`云函数 ${name} 的代码部署以后又上传过`, '和部署的一样；用开发者工具上传过的也会这样', `不放心就再运行一次 ${DEPLOY}`))
      if (codeSize === 0) found.push(mend(`云函数 ${name} 的代码包是空的`, '有代码', DEPLOY))
      if (codeSize > MOST_BYTES) found.push(mend(`云函数 ${name} 的代码包有 ${Math.ceil(codeSize / 1024 / 1024)} MB`, '不超过 50 MB', '去掉不用的依赖，再部署一次'))
    }
    return orGood(found, '云上运行的就是本机构建的')
  },
}
