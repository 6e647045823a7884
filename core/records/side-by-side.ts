/**
 * Does the same for each, so many at a time. After a failure nothing further is begun, and what is under way is waited for.
 * @throws the first failure
 */
export async function sideBySide<T>(items: Iterable<T>, atOnce: number, work: (item: T) => Promise<unknown>): Promise<void> {
  const left = [...items][Symbol.iterator]()
  let failure: { reason: unknown } | undefined
  const lane = async (): Promise<void> => {
    for (let next = left.next(); !failure && next.done !== true; next = left.next()) await work(next.value).catch((reason: unknown) => void (failure ??= { reason }))
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  if (failure) throw (failure as { reason: unknown }).reason
}
