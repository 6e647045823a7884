import { type CreatedPush } from '../../services/answers'

let last: CreatedPush | undefined

/** Hands the answer to a push from the form to the page that shows the result. */
export function keepLastPush(push: CreatedPush): void {
  last = push
}

export function lastPush(pushId: string): CreatedPush | undefined {
  return last?.pushId === pushId ? last : undefined
}
