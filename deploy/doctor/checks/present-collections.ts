import { type CollectionState } from '../../account/collections'
import { type CollectionTarget, type Target } from '../../target/target'
import { type AccountView } from '../account-view'

/** The collections that are there, each beside what it should be. One after another: the API takes few calls a second. */
export async function collectionsPresent({ collections }: Target, account: AccountView): Promise<[CollectionTarget, CollectionState][]> {
  const there = await account.collections()
  const found: [CollectionTarget, CollectionState][] = []
  for (const wanted of collections) if (there.has(wanted.name)) found.push([wanted, await account.collection(wanted.name)])
  return found
}
