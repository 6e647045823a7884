import { Storage } from '../storage/storage'
import { FileStorage } from './file-storage'

const BYTES = 200_000
const NAMES = 5

/** Writes files of few names over and over, each full of its number, and prints name and number when the write was answered, until it is killed. */
async function main(dataDir: string, first: number): Promise<void> {
  const storage = new Storage(dataDir)
  const files = new FileStorage({ env: 'test-env', storage, clock: { now: () => 0 }, url: () => 'http://local', acl: () => undefined, dataDir })
  const writer = async (name: string): Promise<never> => {
    for (let number = first; ; number += 1) {
      await files.write(name, Buffer.alloc(BYTES, number % 256), undefined)
      process.stdout.write(`${name} ${number % 256}\n`)
    }
  }
  await Promise.all(Array.from({ length: NAMES }, (_, index) => writer(`f${index}`)))
}

void main(process.argv[2] ?? '', Number(process.argv[3]))
