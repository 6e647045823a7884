import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Phones and Linux tell `Card.js` from `card.js`; Macs and Windows do not, so that a project written there runs until it is uploaded.
 * @param path  below `root`, with slashes
 * @returns the path as it is on the disk, where it differs in nothing but letter case
 */
export function sameButForCase(root: string, path: string): string | undefined {
  const found: string[] = []
  for (const part of path.split('/')) {
    const names = namesIn(join(root, ...found))
    const name = names.includes(part) ? part : names.find((each) => each.toLowerCase() === part.toLowerCase())
    if (name === undefined) return undefined
    found.push(name)
  }
  return found.join('/') === path ? undefined : found.join('/')
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
