// @ts-check
/** Runs the jobs of ./jobs.ts, in a process of its own. */
const { join } = require('node:path')
const { loadBundled } = require('../bin/bundled.cjs')

/** @type {Promise<{ JOBS: Record<string, (input: unknown) => unknown> }>} */
const loaded = loadBundled(join(__dirname, 'jobs.ts'))

// Without the local cloud there is nothing to build for. The bundler ends when the pipe to it does.
process.on('disconnect', () => process.exit())
process.on('message', async (/** @type {import('./messages').Order} */ { id, job, input }) => {
  process.send?.(await reportOf(id, async () => (await loaded).JOBS[job]?.(input)))
})

/** @param {number} id @param {() => unknown} act @returns {Promise<import('./messages').Report>} */
async function reportOf(id, act) {
  try {
    return { id, value: await act() }
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    return { id, error: { message, stack } }
  }
}
