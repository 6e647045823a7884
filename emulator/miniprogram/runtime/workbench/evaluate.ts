/** A place in the window where a script that is asked for finds who asked. */
const ANSWERS = '__localCloudAnswers'
type Answer = (code: () => unknown) => void

let lastId = 0

/**
 * What an expression, or a few statements, come to inside the mini-program; awaited, if it is a promise.
 * The phone forbids `eval` as WeChat does, so that it goes in as a script of its own.
 * @throws whatever it throws; SyntaxError when it is neither
 */
export async function evaluate(text: string): Promise<unknown> {
  const work = await load(`async () => (${text}\n)`).catch(() => load(`async () => {${text}\n}`))
  return work()
}

/** @throws SyntaxError */
async function load(code: string): Promise<() => unknown> {
  lastId += 1
  const name = String(lastId)
  const answers = ((window as unknown as Record<string, Record<string, Answer>>)[ANSWERS] ??= {})
  const address = URL.createObjectURL(new Blob([`window.${ANSWERS}[${name}](${code})`], { type: 'text/javascript' }))
  const script = document.createElement('script')
  let onError: (event: ErrorEvent) => void = () => undefined
  try {
    return await new Promise((resolve, reject) => {
      onError = (event) => {
        if (event.filename !== address) return
        // It is the asker's mistake, not the mini-program's.
        event.stopImmediatePropagation()
        event.preventDefault()
        reject(event.error ?? new SyntaxError(event.message))
      }
      window.addEventListener('error', onError, { capture: true })
      answers[name] = resolve
      script.src = address
      document.head.append(script)
    })
  } finally {
    window.removeEventListener('error', onError, { capture: true })
    delete answers[name]
    script.remove()
    URL.revokeObjectURL(address)
  }
}
