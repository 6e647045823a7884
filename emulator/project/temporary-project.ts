import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface TemporaryProject {
  dir: string
  /** Writes a file of the project; what is not a text is written as JSON. */
  write(path: string, content: unknown): void
  remove(): void
}

/** A project folder of its own for a test. @param files  content by path */
export function temporaryProject(files: Record<string, unknown> = {}): TemporaryProject {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'wechat-project-')))
  const project: TemporaryProject = {
    dir,
    write(path, content) {
      const file = join(dir, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  }
  for (const [path, content] of Object.entries(files)) project.write(path, content)
  return project
}
