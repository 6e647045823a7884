import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { INSTALL_SCRIPTS } from './install-scripts'

const ROOT = join(__dirname, '..')
const json = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
const { packages } = json('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean; resolved?: string; link?: boolean }> }
const { allowScripts } = json('package.json') as { allowScripts: Record<string, boolean> }

it('of every package with an install script it is decided why it does not run', () => {
  const withScript = Object.entries(packages).flatMap(([folder, { hasInstallScript }]) => (hasInstallScript ? [folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)] : []))
  expect([...new Set(withScript)].sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort())
})

it('npm is told of each by name', () => {
  expect(allowScripts).toEqual(Object.fromEntries(Object.keys(INSTALL_SCRIPTS).map((name) => [name, false])))
})

it('an install that our commands begin runs none', () => {
  expect(readFileSync(join(ROOT, 'deploy/prepare.mjs'), 'utf8')).toMatch(/'ci', '--ignore-scripts'/)
})

it('the lockfile names no registry', () => {
  expect(Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && !link)).toEqual([])
  expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toContain('omit-lockfile-registry-resolved=true')
})
