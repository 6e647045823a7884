// @ts-check
/** Runs the jobs of ./jobs.ts, in a thread of its own. TypeScript is read as it is. */
const { parentPort } = require('node:worker_threads')
require('tsx/cjs')
const { JOBS } = require('./jobs.ts')

parentPort?.on('message', async (/** @type {import('./messages').Order} */ { id, job, input }) => {
  try {
    const value = await JOBS[job](input)
    parentPort?.postMessage({ id, value }, buffersOf(value))
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    parentPort?.postMessage({ id, error: { message, stack } })
  }
})

/** Bytes are handed over, not copied. @param {unknown} value @returns {ArrayBuffer[]} */
function buffersOf(value) {
  if (value instanceof Uint8Array) return [/** @type {ArrayBuffer} */ (value.buffer)]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersOf) : []
}
