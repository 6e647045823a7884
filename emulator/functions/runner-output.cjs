// @ts-check
const { format } = require('node:util')

/** @typedef {import('./invocation').LogLine['level']} Level */
/** @typedef {(level: Level, text: string) => void} Tell */

/**
 * Hands over what the function prints, level and all, in the order in which it is printed.
 * @param {Tell} tell
 */
exports.captureOutput = (tell) => {
  for (const level of /** @type {Level[]} */ (['log', 'info', 'warn', 'error', 'debug'])) {
    console[level] = (/** @type {unknown[]} */ ...args) => tell(level, format(...args))
  }
  captureStream(process.stdout, 'log', tell)
  captureStream(process.stderr, 'error', tell)
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {Level} level
 * @param {Tell} tell
 */
function captureStream(stream, level, tell) {
  stream.write = (/** @type {Uint8Array | string} */ chunk, /** @type {unknown[]} */ ...rest) => {
    tell(level, Buffer.from(chunk).toString().replace(/\n$/, ''))
    const callback = rest.at(-1)
    if (typeof callback === 'function') process.nextTick(callback)
    return true
  }
}
