const LOOK_EVERY_MS = 200

/**
 * Resolves when the process that started this one is gone. `npm start` runs a command through a shell, which dies of a SIGTERM
 * without passing it on: without this, ending npm would leave the local cloud running. Never resolves when npm is not involved.
 */
export function orphaned(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const parent = process.ppid
  return new Promise((resolve) => {
    if (environment['npm_lifecycle_event'] === undefined) return
    const look = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(look)
      resolve()
    }, LOOK_EVERY_MS)
    look.unref()
  })
}
