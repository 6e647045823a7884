import { type FunctionState } from '../../account/functions'
import { type FunctionTarget, type Target } from '../../target/target'
import { type AccountView } from '../account-view'

/** The functions that are there, each beside what it should be: one that is missing is told of once, in its own check. */
export async function present({ functions }: Target, account: AccountView): Promise<[FunctionTarget, FunctionState][]> {
  const there = await account.functions()
  return Promise.all(functions.filter(({ name }) => there.includes(name)).map(async (wanted): Promise<[FunctionTarget, FunctionState]> => [wanted, await account.function(wanted.name)]))
}
