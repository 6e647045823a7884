// @ts-check
const { Worker } = require('node:worker_threads')

const INTERVAL_MS = 500

/**
 * Kills this process when its parent is gone, even from inside an endless loop of the function, where `disconnect` is never heard.
 * A thread of its own watches: the number of the parent changes when another process takes the orphan over.
 */
exports.dieWithParent = () => {
  const watch = `setInterval(() => process.ppid !== ${process.ppid} && process.kill(${process.pid}, 'SIGKILL'), ${INTERVAL_MS})`
  new Worker(watch, { eval: true, env: {} }).unref()
}
