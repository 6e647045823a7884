// npm run foreign -- [flags of the local cloud] FOLDER…: how much of projects that others wrote runs here. Markdown on standard output.
import { existsSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { basename, resolve } from 'node:path'
import { launchBrowser } from '../../tests/support/browser'
import { measure } from './measure'
import { markdown, type Row } from './table'

const args = process.argv.slice(2)
const flags = args.filter((argument) => argument.startsWith('--'))
const folders = args.filter((argument) => !argument.startsWith('--')).map((folder) => resolve(folder))
if (folders.length === 0) {
  console.error('Usage: npm run foreign -- [flags of the local cloud, as --flag=value] FOLDER…')
  process.exit(2)
}

void main()

async function main(): Promise<void> {
  const rows: Row[] = []
  // Whoever has waited long enough gets what there is.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      console.log(markdown(rows))
      process.exit(0)
    })
  }
  for (const folder of folders) {
    // One of its own each: what a page does to its browser is no matter of the next project.
    const browser = await launchBrowser()
    try {
      rows.push({ name: basename(folder), version: versionOf(folder), ...(await measure(folder, browser, flags)) })
    } finally {
      await browser.close()
    }
    console.error(`${rows.length}/${folders.length} ${folder}`)
  }
  console.log(markdown(rows))
}

function versionOf(folder: string): string {
  const noted = `${folder}.commit`
  if (existsSync(noted)) return readFileSync(noted, 'utf8').trim()
  const { status, stdout } = spawnSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : ''
}
