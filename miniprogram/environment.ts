/**
 * The cloud environment that each version of the mini-program talks to, written by `npm run mini-program`. Empty: the one that belongs
 * to the mini-program, or the local cloud.
 */
export const ENVIRONMENTS = {
  develop: '',
  trial: '',
  release: '',
}
