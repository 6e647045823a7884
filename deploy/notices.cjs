// The notice of the licences of what a bundle holds. CommonJS: its test requires it too.
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** @param {string[]} inputs  files of a bundle, below the root @returns the folders of their packages, each once */
function packagesIn(inputs) {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [])
  return [...new Set(folders)].sort()
}

/**
 * Published without a text. All are Tencent's own, and parts of wx-server-sdk as Tencent publishes it: the cloud would install the same files
 * for every function that names the SDK. They go nowhere but into a function of Tencent's cloud.
 */
const WITHOUT_TEXT = ['adapter-interface', 'adapter-wx_mp', 'database', 'node-sdk', 'signature-nodejs', 'wx-cloud-client-sdk'].map((name) => `@cloudbase/${name}`)
const INSTEAD = 'Published by Tencent as a part of wx-server-sdk, without a text of a licence of its own.'

/**
 * What has to go along with them: name, version, licence, and the text of the licence as the package carries it.
 * @param {string} root @param {string[]} folders  below it
 * @throws Error when a package has no text: then it must not be bundled before somebody has looked
 */
function noticeOf(root, folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const text = textIn(join(root, folder)) ?? (WITHOUT_TEXT.includes(name) ? INSTEAD : undefined)
    if (text === undefined) throw new Error(`${name} ${version} 没有许可证文本，不能打包进云函数：请先查清它的许可证。`)
    return `${name} ${version} (${license ?? 'not stated'})\n\n${text}\n`
  })
  const intro = parts.length === 0 ? 'This function holds no code of other packages.\n' : 'This function holds code of these packages.\n'
  return [intro, ...parts].join('\n----------------------------------------\n\n')
}

/** A package's licence in full, from a file of its own or from the end of its README. @param {string} folder */
function textIn(folder) {
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), 'utf8')
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each))
  if (file !== undefined) return read(file).trim()
  const readme = readdirSync(folder).find((each) => /^readme/i.test(each))
  return readme && /^License\n-+\n+(\([^)]+ License\)\n+Copyright [^]*)$/m.exec(read(readme))?.[1]?.trim()
}

module.exports = { noticeOf, packagesIn }
