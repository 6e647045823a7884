import { type Addresses } from '../device/addresses'
import { FileError, type UserFiles } from '../device/user-files'

/** What a path names that a mini-program wants to send or look at: a file of the phone, or one of its own package. @throws FileError when there is none */
export async function contentOf(path: string, { files, addresses }: { files: UserFiles; addresses: Addresses }): Promise<Blob> {
  if (files.has(path)) return files.blob(path)
  const missing = new FileError(`no such file or directory ${path}`, 1_300_002)
  if (/^https?:/.test(path)) throw missing
  const answer = await fetch(addresses.of(path)).catch(() => undefined)
  if (!answer?.ok) throw missing
  return answer.blob()
}
