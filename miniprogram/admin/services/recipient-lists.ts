import { newId } from '../../services/new-id'
import { KEYS } from '../../services/storage-keys'
import { type RecipientList } from './audience'

/** The oldest go beyond that. */
const MAX_LISTS = 3

type Lists = Record<string, RecipientList>

function all(): Lists {
  return (wx.getStorageSync(KEYS.recipientLists) as Lists | '') || {}
}

/** A list is too long for the address of a page. @returns the id under which the form finds it */
export function keepList(list: RecipientList): string {
  const id = newId()
  changeList(id, list)
  return id
}

/** The same one, as it is by now. */
export function changeList(id: string, { openids, isPasted, rows, columns }: RecipientList): void {
  const list: RecipientList = { openids, isPasted, ...(rows && { rows }), ...(columns && { columns }) }
  const { [id]: _before, ...others } = all()
  try {
    wx.setStorageSync(KEYS.recipientLists, Object.fromEntries([...Object.entries(others).slice(1 - MAX_LISTS), [id, list]]))
  } catch {
    // A phone keeps a megabyte under one name: then the newest alone.
    wx.setStorageSync(KEYS.recipientLists, { [id]: list })
  }
}

export function listFor(id: string): RecipientList | undefined {
  return all()[id]
}
