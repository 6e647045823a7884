// The notice of the licences of what a bundle holds. CommonJS: its test requires it too.
const { readdirSync, readFileSync } = require('node:fs')
const { join } = require('node:path')

/** @param {string[]} inputs  files of a bundle, below the root @returns the folders of their packages, each once */
function packagesIn(inputs) {
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [])
  return [...new Set(folders)].sort()
}

/**
 * What has to go along with them: name, version, licence, and the text of the licence as the package carries it.
 * @param {string} root @param {string[]} folders  below it
 * @throws Error when a package has no text: then it must not be bundled before somebody has looked
 */
function noticeOf(root, folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each))
    if (file === undefined) throw new Error(`${name} ${version} 没有许可证文本，不能打包进云函数：请先查清它的许可证。`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`
  })
  const intro = parts.length === 0 ? 'index.js holds no code of other packages.\n' : 'index.js holds code of these packages.\n'
  return [intro, ...parts].join('\n----------------------------------------\n\n')
}

module.exports = { noticeOf, packagesIn }
