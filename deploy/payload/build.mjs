// Makes dist/payload/: everything that goes into a mini-program that exists already. What it holds is said in payload.ts.
import { require as requireTypeScript } from 'tsx/cjs/api'
import { bundleFunctions, bundleModule } from './functions.mjs'

const { filesIn, PAYLOAD, writeIndex, writePayload } = requireTypeScript('./payload.ts', import.meta.url)

const payload = writePayload()
const names = await bundleFunctions(PAYLOAD)
await bundleModule(PAYLOAD)
payload.functions = Object.fromEntries(names.map((name) => [name, filesIn(`functions/${name}`)]))
writeIndex(payload)

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`
for (const [name, { pages = [], files, sizes }] of Object.entries(payload.parts)) {
  console.error(`${name}  ${files.length} files, ${pages.length} pages: main ${kilobytes(sizes.main)}, pages ${kilobytes(sizes.pages)}, admin ${kilobytes(sizes.admin)}`)
}
