/**
 * What a browser has and the script of a mini-program has not. The first line is what WeChat's tools take away from each script by the
 * same means; the others no phone has either, and what works here by them would fail there.
 */
const OF_BROWSERS = [
  'window', 'document', 'frames', 'self', 'location', 'navigator', 'localStorage', 'history', 'screen', 'alert', 'confirm', 'prompt', 'XMLHttpRequest', 'WebSocket',
  'sessionStorage', 'indexedDB', 'fetch', 'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File', 'FileReader', 'Image', 'Audio', 'Worker', 'EventSource', 'Notification',
  'requestAnimationFrame', 'cancelAnimationFrame', 'atob', 'btoa', 'crypto', 'structuredClone', 'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder',
]

/** Lines stay where they are; a script may declare any of these names itself. */
export function withoutBrowser(code: string): string {
  return `(function (${OF_BROWSERS.join(', ')}) { (function () {${code}\n}).call(this) }).call(this)`
}
