import { readFileSync } from 'node:fs'
import { type Phone } from './phone'

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG A and AA, and what axe holds for good practice. */
const OPTIONS = {
  resultTypes: ['violations', 'incomplete'],
  rules: {
    // A row is named by what tells it from others; axe asks for every hint in it.
    'label-content-name-mismatch': { enabled: false },
  },
  // Pseudo elements are hairlines and marks here: no text stands on one.
  checks: { 'color-contrast': { options: { ignorePseudo: true } } },
}

/** A field with nothing in it, a single character, signs. */
const NOTHING_TO_JUDGE = ['emptyValue', 'shortTextContent', 'nonBmp']

interface Violation {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string; any: { data: { messageKey?: string } }[] }[]
}

interface AxeWindow {
  axe?: { run(context: string, options: object): Promise<{ violations: Violation[]; incomplete: Violation[] }> }
}

/**
 * What keeps somebody from reading or using what the phone shows, as axe-core finds it. Only what is serious or critical, a line each.
 * Text whose contrast axe cannot judge counts as well. What is scrolled away it cannot see: show the phone tall enough.
 */
export async function barriersOn({ page }: Phone): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE)
  const found = await page.evaluate(async (options) => (globalThis as AxeWindow).axe?.run('.mp-frame', options), OPTIONS)
  if (!found) throw new Error('axe-core did not load')
  const unjudged = found.incomplete.filter(({ id }) => id === 'color-contrast').map((rule) => ({ ...rule, nodes: rule.nodes.filter(({ any }) => !NOTHING_TO_JUDGE.includes(any[0]?.data.messageKey ?? '')) }))
  const grave = [...found.violations, ...unjudged].filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} – ${failureSummary.split('\n').slice(1, 2).join('').trim()}`))
}
