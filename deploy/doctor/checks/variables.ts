import { type OfflineCheck } from '../check'
import { mend, orGood } from '../finding'
import { faultsOf } from '../../target/faults'
import { DEPLOY } from '../project'

export const variablesCheck: OfflineCheck = {
  id: 'variables',
  title: '环境变量',
  offline: ({ variables, file }) =>
    orGood(
      faultsOf(variables, file).map((fault) => mend(fault, '每个变量都填对、操作密钥够强', `改好 ${file}，再运行 ${DEPLOY}`)),
      `${file} 里的变量都读得懂，操作密钥够强`,
    ),
}
