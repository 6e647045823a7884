interface Change {
  what: string
  /** Why the mini-program could not be built. */
  problems?: string[]
}

/** Starts the mini-program anew after each build that succeeded and after a reset; tells why a build failed. */
export function followChanges(onFailure: (problems: string[]) => void): void {
  new EventSource('/emulator/changes').addEventListener('message', ({ data }) => {
    const { what, problems = [] } = JSON.parse(String(data)) as Change
    if (what !== 'miniprogram' && what !== 'seed') return
    if (problems.length > 0) onFailure(problems)
    else location.reload()
  })
}
