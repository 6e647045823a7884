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
  wx.setStorageSync(KEYS.recipientLists, Object.fromEntries([...Object.entries(all()).slice(1 - MAX_LISTS), [id, list]]))
  return id
}

export function listFor(id: string): RecipientList | undefined {
  return all()[id]
}
