import { stateOf } from '../../target/faults'
import { type OfflineCheck } from '../check'
import { RELEASED } from '../checklist'
import { good, mend } from '../finding'
import { appidOf, DEPLOY } from '../project'
import { doneAt } from '../remembered'

/** Whether the mini-program was released is known to a person only: an item of the checklist. */
export const releaseCheck: OfflineCheck = {
  id: 'release',
  title: '卡片打开的版本',
  offline: ({ variables, remembered, root, file }) => {
    const state = stateOf(variables)
    const released = doneAt(remembered, RELEASED, appidOf(root)) !== undefined
    if (released && state !== 'formal')
      return [mend(`小程序已经发布，MINIPROGRAM_STATE 还是 ${state}`, 'formal：用户点卡片打开正式版', `在 ${file} 里写 MINIPROGRAM_STATE=formal，再运行 ${DEPLOY}`)]
    if (!released && state === 'formal')
      return [
        mend(
          'MINIPROGRAM_STATE=formal，但没有记着小程序已经发布',
          '发布之前用 developer 或 trial，否则每次发送都报 41030',
          `已经发布：npm run doctor -- --done ${RELEASED}；还没发布：在 ${file} 里写 MINIPROGRAM_STATE=trial，再运行 ${DEPLOY}`,
        ),
      ]
    return [good(`${state}，${released ? '小程序已经发布' : '小程序还没有发布'}`)]
  },
}
