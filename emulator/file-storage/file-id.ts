const PREFIX = 'cloud://'
const MAX_PATH_BYTES = 850

/** The bucket of an environment, named as on the cloud: `7465-test-env-1300000000`, where 7465 are its first two letters in hexadecimal. */
export function bucketOf(env: string): string {
  return `${Buffer.from(env.slice(0, 2)).toString('hex')}-${env}-1300000000`
}

/** `cloud://env.bucket/path` */
export function fileIdOf(env: string, path: string): string {
  return `${PREFIX}${env}.${bucketOf(env)}/${path}`
}

/** The path in the bucket of this environment that a file ID names; undefined for one of another environment, and for what is none. */
export function pathOf(env: string, fileId: string): string | undefined {
  const [, home = '', path] = /^cloud:\/\/([^/]+)\/(.+)$/s.exec(fileId) ?? []
  // Without the bucket (`cloud://env/path`) the environment alone decides.
  return home === env || home === `${env}.${bucketOf(env)}` ? path : undefined
}

/** Why `cloudPath` cannot be one, in words, by «文件名命名限制»; undefined when it can. */
export function faultOfPath(path: string): string | undefined {
  if (path === '') return 'cloudPath must not be empty'
  if (path.startsWith('/')) return 'cloudPath must not begin with /'
  if (path.endsWith('/')) return 'cloudPath must end in the name of a file'
  if (path.includes('//')) return 'cloudPath must not have // in it'
  if (path.split('/').some((part) => part === '.' || part === '..')) return 'cloudPath must not have . or .. as a folder'
  if (hasControlCharacter(path)) return 'cloudPath must not have control characters in it'
  if (Buffer.from(path).toString() !== path) return 'cloudPath must not have half of a character in it'
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `cloudPath must have at most ${MAX_PATH_BYTES} bytes`
  return undefined
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character < ' ' || character === '\u007f')
}
