import { type User } from '../live/contract'
import { nameOf } from './words'

const HUES = 6

/** The first letter of a name on a quiet ground; the same person always has the same one. */
export function Avatar({ user }: { user: User }) {
  const sum = [...user.openid].reduce((total, character) => total + (character.codePointAt(0) ?? 0), 0)
  return (
    <span class={`avatar hue-${sum % HUES}`} aria-hidden="true">
      {[...nameOf(user)][0]}
    </span>
  )
}
