import { DiskError } from './storage/disk-error'

/**
 * What is answered for a mistake of the local cloud itself, or of the disk below it. Where in the code it happened is said in the
 * terminal, and in no answer: it would tell a mini-program about this machine.
 */
export function mistakeInWords(error: unknown): string {
  if (error instanceof DiskError) {
    console.error(error.message)
    return error.message
  }
  console.error(error)
  const why = error instanceof Error ? error.message : String(error)
  return `The local cloud failed: ${why} 本地云出错了,详情见运行它的终端。`
}
