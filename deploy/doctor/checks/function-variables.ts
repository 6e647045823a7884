import { mergeVariables, valueText } from '../../plan/functions'
import { type OnlineCheck } from '../check'
import { mend, orGood } from '../finding'
import { DEPLOY } from '../project'
import { present } from './present'

/** Those of others stay; a key stands only where it is read. */
export const functionVariablesCheck: OnlineCheck = {
  id: 'function-variables',
  title: '云函数的环境变量',
  online: async ({ scope, file }, account) => {
    const { target } = scope()
    const found = (await present(target, account)).flatMap(([{ name, variables }, { variables: is }]) => {
      const wanted = mergeVariables(variables, is, target.ourVariables)
      const names = [...new Set([...Object.keys(wanted), ...Object.keys(is)])].filter((variable) => wanted[variable] !== is[variable])
      return names.map((variable) =>
        mend(
          `云函数 ${name} 的 ${variable} 是 ${valueText(variable, is[variable])}`,
          `${valueText(variable, wanted[variable])}${is[variable] !== undefined && wanted[variable] !== undefined && valueText(variable, 'x') === '（保密）' ? `，和 ${file} 里的一样` : ''}`,
          DEPLOY,
        ),
      )
    })
    return orGood(found, `和 ${file} 里的一样`)
  },
}
