import { rightsText, sameRights } from '../../plan/collections'
import { type OnlineCheck } from '../check'
import { mend, orGood } from '../finding'
import { SET_UP } from '../project'
import { collectionsPresent } from './present-collections'

export const rightsCheck: OnlineCheck = {
  id: 'rights',
  title: '集合的权限',
  online: async ({ scope }, account) => {
    const found = (await collectionsPresent(scope().target, account)).flatMap(([wanted, is]) =>
      sameRights(is, wanted) ? [] : [mend(`集合 ${wanted.name} 的权限是「${rightsText(is.acl, is.rule)}」`, `「${rightsText(wanted.acl, wanted.rule)}」`, SET_UP)],
    )
    return orGood(found, '都对：除了自己的授权，用户什么也读不到')
  },
}
