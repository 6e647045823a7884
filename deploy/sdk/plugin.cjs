// How esbuild makes of the published wx-server-sdk the form that the functions carry: changes.cjs says what is changed, and why.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { changesTo, RARE } = require('./changes.cjs')
const { apply } = require('./edits.cjs')

/** The two files, beside the index.js of each function. */
const SDK = 'wx-server-sdk.js'
const SDK_RARE = 'wx-server-sdk-rare.js'

/** For the code of a function: the SDK is the file beside it. */
const sdkBeside = {
  name: 'sdk-beside-the-function',
  setup(build) {
    build.onResolve({ filter: /^wx-server-sdk$/ }, () => ({ path: `./${SDK}`, external: true }))
  },
}

/** For the SDK: its files changed, its rare packages fetched from the other file. @param {string} root  where node_modules is */
function changedSdk(root) {
  const edits = changesTo((name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version)
  const unseen = new Set(Object.keys(edits))
  return {
    name: 'changed-sdk',
    setup(build) {
      build.onLoad({ filter: /node_modules.*\.js$/ }, ({ path }) => {
        const file = path.replaceAll('\\', '/').replace(/^.*\/node_modules\//, '')
        if (!edits[file]) return undefined
        unseen.delete(file)
        return { contents: apply(file, readFileSync(path, 'utf8'), edits[file]), loader: 'js' }
      })
      build.onResolve({ filter: /^[^./]/ }, ({ path }) => (RARE.includes(path) ? { path, namespace: 'rare' } : undefined))
      build.onLoad({ filter: /./, namespace: 'rare' }, ({ path }) => ({ contents: `module.exports = require('./${SDK_RARE}')[${JSON.stringify(path)}]()` }))
      build.onResolve({ filter: /./, namespace: 'rare' }, ({ path }) => ({ path, external: true }))
      build.onEnd(() => {
        const errors = [...unseen].map((file) => ({ text: `wx-server-sdk 不再用到 ${file}：请对照新版本修改 deploy/sdk/changes.cjs，再构建一次。` }))
        return { errors }
      })
    },
  }
}

/** The source of the file of rare packages: by name, a function that loads it. */
const rareSource = `module.exports = {\n${RARE.map((name) => `  ${JSON.stringify(name)}: () => require(${JSON.stringify(name)}),`).join('\n')}\n}\n`

module.exports = { changedSdk, rareSource, SDK, SDK_RARE, sdkBeside }
