import { newId } from '../../services/new-id'
import { type RecipientList } from './audience'

const KEY = 'recipient-lists'
/** The oldest go beyond that. */
const MAX_LISTS = 3

type Lists = Record<string, RecipientList>

function all(): Lists {
  return (wx.getStorageSync(KEY) as Lists | '') || {}
}

/** A list is too long for the address of a page. @returns the id under which the form finds it */
export function keepList(list: RecipientList): string {
  const id = newId()
  wx.setStorageSync(KEY, Object.fromEntries([...Object.entries(all()).slice(1 - MAX_LISTS), [id, list]]))
  return id
}

export function listFor(id: string): RecipientList | undefined {
  return all()[id]
}
