import { keysText, sameIndex } from '../../plan/collections'
import { type OnlineCheck } from '../check'
import { mend, orGood } from '../finding'
import { SET_UP } from '../project'
import { collectionsPresent } from './present-collections'

/** By what they index, whatever they are called. */
export const indexesCheck: OnlineCheck = {
  id: 'indexes',
  title: '索引',
  online: async ({ scope }, account) => {
    const found = (await collectionsPresent(scope().target, account)).flatMap(([{ name, indexes }, is]) =>
      indexes
        .filter((wanted) => !is.indexes.some((known) => sameIndex(known, wanted)))
        .map((wanted) => mend(`集合 ${name} 没有 ${keysText(wanted)} 的索引`, '有；没有它，记录多了会越来越慢，直到超时', SET_UP)),
    )
    return orGood(found, '都在')
  },
}
