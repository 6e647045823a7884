/** The data folder took no more: the disk is full, broken or forbidden. Its message says so in words, and what to do. */
export class DiskError extends Error {
  override name = 'DiskError'
}
