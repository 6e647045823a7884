/** What lies at an address, before anything else is done: `readFileSync` waits for nothing. Undefined when nothing lies there. */
export function readAtOnce(address: string): ArrayBuffer | undefined {
  const request = new XMLHttpRequest()
  request.open('GET', address, false)
  // Of a request that does not wait no bytes can be had, but a text in which each character is one.
  request.overrideMimeType('text/plain; charset=x-user-defined')
  try {
    request.send()
  } catch {
    return undefined
  }
  if (request.status !== 200) return undefined
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff).buffer
}
