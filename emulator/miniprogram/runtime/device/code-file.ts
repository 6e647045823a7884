/**
 * A file of the mini-program's code (代码包文件), before anything else is done: `readFileSync` waits for nothing.
 * @param base  address of the folder that the code is in; nothing beside it is a file of the code
 * @param path  from the root of the code, with or without a slash before it
 * @returns undefined where there is no such file
 */
export function readCodeFile(base: string, path: string): ArrayBuffer | undefined {
  const parts = path.replace(/^\//, '').split('/')
  // What was built lies below `@`, and is no file that somebody wrote.
  if (parts[0] === '@' || parts.some((part) => part === '' || part === '.' || part === '..')) return undefined
  const request = new XMLHttpRequest()
  request.open('GET', `${base}/${parts.map(encodeURIComponent).join('/')}`, false)
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
