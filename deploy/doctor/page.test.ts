import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKLIST } from './checklist'
import { CHECKS } from './checks'

const PAGE = readFileSync(join(__dirname, '../../docs/体检.md'), 'utf8')
const [checks = '', checklist = ''] = PAGE.split('## 检查单')

/** First cells of the tables' rows. */
function named(text: string): string[] {
  return [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id = '']) => id)
}

describe('the page about the doctor', () => {
  it('has a row for each check, in the order in which they are told, and none for another', () => {
    expect(named(checks.split('## 每一项')[1] ?? '')).toEqual(CHECKS.map(({ id }) => id))
  })

  it('has a row for each item that only a person can look at', () => {
    expect(named(checklist)).toEqual(CHECKLIST.map(({ id }) => id))
  })
})
