// Makes dist/payload/, or the folder that is named: everything that goes into a mini-program that exists already. payload.ts says what it holds.
import { resolve } from 'node:path'
import { require as requireTypeScript } from 'tsx/cjs/api'
import { bundleFunctions, bundleModule } from './functions.mjs'

const { filesIn, PAYLOAD, writeIndex, writePayload } = requireTypeScript('./payload.ts', import.meta.url)

const target = process.argv[2] === undefined ? PAYLOAD : resolve(process.argv[2])
const payload = writePayload(target)
const names = await bundleFunctions(target)
await bundleModule(target)
payload.functions = Object.fromEntries(names.map((name) => [name, filesIn(`functions/${name}`, target)]))
writeIndex(payload, target)

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
for (const [name, { pages = [], files, sizes }] of Object.entries(payload.parts)) {
  console.error(`${name}  ${files.length} files, ${pages.length} pages: main ${kilobytes(sizes.main)}, pages ${kilobytes(sizes.pages)}, admin ${kilobytes(sizes.admin)}`)
}
