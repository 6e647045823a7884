import { ConsentQueue, type Reported } from './consent-queue'
import { type Prompt } from './subscribe-api'

const DONE: Reported = { ok: true, value: { templates: [], recorded: 1, unavailable: [], uncounted: [] } }
const LOST: Reported = { ok: false, failure: { code: 'unanswered', message: '网络好像断了', fields: [], definite: false } }
const BUSY: Reported = { ok: false, failure: { code: 'busy', message: '网络繁忙，请再试一次。', fields: [], definite: false } }
const MISCONFIGURED: Reported = { ok: false, failure: { code: 'misconfigured', message: '数据库里还没有集合', fields: [], definite: true } }
const REFUSED: Reported = { ok: false, failure: { code: 'invalid-argument', message: '没有这个模板', fields: [{ field: 'result.T1', message: '' }], definite: true } }
const OLDER: Reported = { ok: false, failure: { code: 'invalid-argument', message: '不认识参数', fields: [{ field: 'agoMs', message: '' }], definite: true } }

function prompt(promptId: string): Prompt {
  return { promptId, result: { errMsg: 'requestSubscribeMessage:ok', T1: 'accept' } }
}

/** A queue whose reports are answered from a list; what is stored outlives it. */
function queueAnswering(answers: Reported[], stored: Prompt[] = []) {
  const reported: string[] = []
  const storage = { kept: stored, read: () => storage.kept, write: (prompts: Prompt[]) => void (storage.kept = prompts) }
  const queue = new ConsentQueue(storage, async ({ promptId }) => {
    reported.push(promptId)
    return answers.shift() ?? DONE
  })
  return { queue, reported, storage }
}

describe('what a user answered', () => {
  it('is reported and then forgotten', async () => {
    const { queue, reported, storage } = queueAnswering([DONE])
    queue.keep(prompt('a'))
    expect(await queue.flush()).toBe(DONE)
    expect(reported).toEqual(['a'])
    expect(storage.kept).toEqual([])
    expect(queue.isEmpty).toBe(true)
  })

  it.each([LOST, BUSY, MISCONFIGURED, OLDER])('stays when the cloud did not take it, and is reported again under the same id: %j', async (answer) => {
    const { queue, reported } = queueAnswering([answer, DONE])
    queue.keep(prompt('a'))
    expect(await queue.flush()).toBe(answer)
    expect(queue.isEmpty).toBe(false)
    await queue.flush()
    expect(reported).toEqual(['a', 'a'])
    expect(queue.isEmpty).toBe(true)
  })

  it('survives the app, and goes out in the order in which it was said', async () => {
    const { queue, reported } = queueAnswering([], [prompt('a'), prompt('b')])
    queue.keep(prompt('c'))
    await queue.flush()
    expect(reported).toEqual(['a', 'b', 'c'])
  })

  it('is not reported twice by two who flush at once', async () => {
    const { queue, reported } = queueAnswering([])
    queue.keep(prompt('a'))
    await Promise.all([queue.flush(), queue.flush()])
    expect(reported).toEqual(['a'])
  })

  it('does not hold up the rest when the cloud refuses it for good', async () => {
    const { queue, reported } = queueAnswering([REFUSED, DONE])
    queue.keep(prompt('a'))
    queue.keep(prompt('b'))
    expect(await queue.flush()).toBe(DONE)
    expect(reported).toEqual(['a', 'b'])
  })

  it('is kept though it was said while another report was under way', async () => {
    const { queue, storage } = queueAnswering([LOST])
    queue.keep(prompt('a'))
    const flushing = queue.flush()
    queue.keep(prompt('b'))
    await flushing
    expect(storage.kept.map((each) => each.promptId)).toEqual(['a', 'b'])
  })

  it('is nothing to report when nothing was said', async () => {
    expect(await queueAnswering([]).queue.flush()).toBeUndefined()
  })

  it('gives way to newer answers beyond fifty', () => {
    const { queue, storage } = queueAnswering([])
    for (let index = 0; index < 60; index += 1) queue.keep(prompt(`p${index}`))
    expect(storage.kept).toHaveLength(50)
    expect(storage.kept[0]?.promptId).toBe('p10')
  })
})
