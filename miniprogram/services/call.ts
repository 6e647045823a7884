import { readAnswer, unanswered, type Outcome } from './outcome'

let answered = (): void => undefined

/** What is to happen whenever a function has answered: the cloud can be reached. */
export function whenAnswered(listener: () => void): void {
  answered = listener
}

/** Calls an action of a cloud function. Never rejects; what went wrong is printed for developers and answered in words. */
export async function call<T>(name: 'subscribe' | 'push', data: { action: string; [key: string]: unknown }): Promise<Outcome<T>> {
  const outcome = await ask<T>(name, data)
  if (outcome.ok) answered()
  else console.error(`${name}.${data.action}`, outcome.failure)
  return outcome
}

async function ask<T>(name: string, data: object): Promise<Outcome<T>> {
  try {
    const { result } = await wx.cloud.callFunction({ name, data })
    return readAnswer<T>(result)
  } catch (error) {
    console.error(name, error)
    return unanswered(error)
  }
}
