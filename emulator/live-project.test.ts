import { LiveProject } from './live-project'
import { type Project } from './project/project'

function project(env: string): Project {
  return { dir: '/p', appid: 'wx1', env, pages: [], functions: [], variables: {}, realKeys: [], collections: {}, collectionPrefix: '', functionRules: {}, messagePush: [] }
}

function setUp() {
  const world = { now: 0, readings: [] as (Project | Error)[], complaints: [] as string[] }
  const read = () => {
    const reading = world.readings.shift()
    if (!reading) throw new Error('nothing more to read')
    if (reading instanceof Error) throw reading
    return reading
  }
  const start = () => new LiveProject(read, (reason) => world.complaints.push(reason), () => world.now)
  return { world, start }
}

test('a reading is kept for a second, then the files are read again', () => {
  const { world, start } = setUp()
  world.readings.push(project('first'), project('second'))
  const live = start()
  world.now = 999
  expect(live.current().env).toBe('first')
  world.now = 1000
  expect(live.current().env).toBe('second')
})

test('while the files are wrong the last good reading stands, and each reason is told once', () => {
  const { world, start } = setUp()
  world.readings.push(project('first'), new Error('bad JSON'), new Error('bad JSON'), project('mended'), new Error('bad JSON'))
  const live = start()
  const seen = [1000, 2000, 3000, 4000].map((now) => {
    world.now = now
    return live.current().env
  })
  expect(seen).toEqual(['first', 'first', 'mended', 'mended'])
  expect(world.complaints).toEqual(['bad JSON', 'bad JSON'])
})

test('a project that is wrong from the start is an error', () => {
  const { world, start } = setUp()
  world.readings.push(new Error('project.config.json is not JSON'))
  expect(start).toThrow('project.config.json is not JSON')
})
