import { blocks, documentAt } from './documents'
import { FreshClone } from './fresh-clone'

/** The commands of a page, in its order. */
const commandsOf = (path: string): string[] => blocks(documentAt(path).text, 'sh').map(({ code }) => code.trim())

const [START = '', DEMO = '', WITH_CURL = ''] = commandsOf('docs/上手.md')
const [, WITH_CURL_ENGLISH = ''] = commandsOf('README.md')

/** Where the pages say that the local cloud listens; another one may listen there already. */
const SAID = /http:\/\/127\.0\.0\.1:8800/g

let clone: FreshClone
let url: string
beforeAll(async () => {
  clone = new FreshClone()
  url = await clone.start(`${START} -- --port 0`)
})
afterAll(() => clone?.remove())

/** What the commands print, a JSON text a line or one after the other. */
function answers(commands: string): string {
  return clone.run(commands.replace(SAID, url))
}

it('the page begins with one command, and it prints an address that answers', async () => {
  expect(START).toBe('npm start')
  const response = await fetch(url)
  expect({ ok: response.ok, type: response.headers.get('content-type') }).toEqual({ ok: true, type: expect.stringContaining('text/html') })
})

it('with curl alone a message goes from the consent to the card, as the page tells', () => {
  const printed = answers(WITH_CURL)
  expect(printed).toContain('已排队')
  expect(printed).toMatch(/"label":"巡查地点","value":"北门岗亭"/)
  expect(printed).toMatch(/"credits":0/)
})

it('the story in the terminal ends with books that agree', () => {
  expect(DEMO).toBe('npm run demo')
  expect(answers(`${DEMO} -- --url ${url}`)).toMatch(/两边：一致/)
})

it('the English page’s commands do the same', () => {
  const printed = answers(WITH_CURL_ENGLISH)
  expect(printed).toContain('已排队')
  expect(printed).toMatch(/"value":"北门岗亭"/)
})
