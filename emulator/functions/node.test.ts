import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryProject } from '../project/temporary-project'
import { errorOf, functionBench, resultOf } from './functions.fixture'

/** A Node that can be told from ours: it says so in a variable. */
const other = temporaryProject({ node: `#!/bin/sh\nOTHER_NODE=yes exec '${process.execPath}' "$@"\n` })
const file = join(other.dir, 'node')
chmodSync(file, 0o755)
afterAll(() => other.remove())

it('functions run on the Node that is named, and are called and told apart as ever', async () => {
  const bench = functionBench({}, {}, { processes: { processes: 2, node: file } })
  const answers = [await bench.run('console.log("hello"); return process.env.OTHER_NODE'), await bench.run('throw new Error("no")')] as const
  await bench.close()
  expect(resultOf(answers[0])).toBe('yes')
  expect(answers[0].logs.map(({ text }) => text)).toEqual(['hello'])
  expect(errorOf(answers[1]).message).toContain('Error: no')
})

it('a Node that is not there is an error of the call, in words', async () => {
  const bench = functionBench({}, {}, { processes: { processes: 2, node: join(other.dir, 'none') } })
  const answer = await bench.run('return 1')
  await bench.close()
  expect(errorOf(answer).message).toContain(`spawn ${join(other.dir, 'none')} ENOENT`)
})
