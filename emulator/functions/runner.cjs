// @ts-check
/**
 * One instance of a cloud function: a process of its own that runs the handler, one call at a time, as SCF does.
 * Plain JavaScript without packages, because it is part of every cold start. Arguments: file, name of the export.
 */
const { performance } = require('node:perf_hooks')
const { inspect } = require('node:util')
const { emulateTime, setOffset } = require('./runner-clock.cjs')
const { captureOutput } = require('./runner-output.cjs')
const { dieWithParent } = require('./runner-watchdog.cjs')

const [, , file, exportName] = process.argv

/** @param {import('./messages').FromInstance} message */
const tell = (message) => process.connected && process.send?.(message)

/** Values that the variables of a call have taken the place of. @type {Map<string, string | undefined>} */
const shadowed = new Map()
/** @type {Function | undefined} */
let handler

// Only for finding packages; a function does not see it.
delete process.env.NODE_PATH
emulateTime()
captureOutput((level, text) => tell({ type: 'log', level, text }))

process.on('uncaughtExceptionMonitor', (error) => tell({ type: 'crash', message: describe(error) }))
// Without the local cloud there is no reason to live.
process.on('disconnect', () => process.exit())
dieWithParent()
process.on('message', (/** @type {import('./messages').ToInstance} */ message) => {
  setOffset(message.offsetMs)
  if (message.type === 'call') void call(message)
})

/** @param {Extract<import('./messages').ToInstance, { type: 'call' }>} message */
async function call({ event, context, environment, sticky }) {
  if (!sticky) restoreEnvironment()
  for (const [name, value] of Object.entries(environment)) {
    if (!shadowed.has(name)) shadowed.set(name, process.env[name])
    process.env[name] = value
  }
  const answer = await run(event, context)
  if (!sticky) restoreEnvironment()
  tell(answer)
}

/**
 * @param {string} event
 * @param {Record<string, unknown> & { time_limit_in_ms: number }} context
 * @returns {Promise<import('./messages').FromInstance>}
 */
async function run(event, context) {
  try {
    handler ??= load()
  } catch (error) {
    return { type: 'error', message: describe(error), fatal: true }
  }
  tell({ type: 'started' })
  try {
    return { type: 'result', json: toJson(await handle(handler, JSON.parse(event), context)) }
  } catch (error) {
    return { type: 'error', message: describe(error), fatal: false }
  }
}

function load() {
  const exported = require(file)
  if (typeof exported?.[exportName] === 'function') return exported[exportName]
  const example = `exports.${exportName} = async (event, context) => …`
  throw new SetupError(`${file} does not export a function named "${exportName}". Write ${example}`)
}

/**
 * SCF takes what the handler returns, what its promise gives, or what it passes to the callback or to context.succeed.
 * @param {Function} main
 * @param {unknown} event
 * @param {Record<string, unknown> & { time_limit_in_ms: number }} fields
 */
function handle(main, event, fields) {
  const deadline = performance.now() + fields.time_limit_in_ms
  return new Promise((resolve, reject) => {
    const callback = (/** @type {unknown} */ error, /** @type {unknown} */ result) => (error ? reject(error) : resolve(result))
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
      done: callback,
      succeed: resolve,
      fail: reject,
      ...fields,
    }
    const returned = main(event, context, callback)
    // A handler of three arguments that returns nothing will use the callback.
    if (returned !== undefined || main.length < 3) resolve(returned)
  })
}

/** @param {unknown} result */
function toJson(result) {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch (error) {
    // The runtime's own words.
    throw new SetupError(`stringify response to json failed: ${error instanceof Error ? error.message : error}`)
  }
}

function restoreEnvironment() {
  for (const [name, value] of shadowed) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  shadowed.clear()
}

/** An error whose message says everything: its stack would only show the runner. */
class SetupError extends Error {}

/** @param {unknown} error */
function describe(error) {
  if (!(error instanceof Error)) return `${typeof error === 'string' ? error : inspect(error)} (not an Error)`
  if (error instanceof SetupError) return error.message
  const packageMissing = 'code' in error && error.code === 'MODULE_NOT_FOUND'
  const hint = packageMissing ? '\nIf that is a package, install the dependencies of the function (npm install).' : ''
  return `${error.stack}${hint}`
}
