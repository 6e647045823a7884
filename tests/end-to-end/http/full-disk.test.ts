import { type CloudConfig } from '../../../demo/client'
import { EmulatorProcess } from '../../support/emulator-process'

const emulator = new EmulatorProcess()
afterAll(() => emulator.remove())

const openidOf = (index: number): string => `oFull_${String(index).padStart(22, '0')}`

const WORDS = /数据写不进磁盘了,请腾出空间后重新启动/

async function agree(openid: string, templateId: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${emulator.client.url}/emulator/consent`, { method: 'POST', body: JSON.stringify({ openid, templateIds: [templateId] }) })
  return { status: response.status, text: await response.text() }
}

/** People who agree one after the other until one is not heard. */
async function agreeUntilRefused(templateId: string): Promise<{ heard: string[]; refusal: object }> {
  const heard: string[] = []
  for (let index = 0; index < 5_000; index++) {
    const answer = await agree(openidOf(index), templateId)
    if (answer.status !== 200) return { heard, refusal: answer }
    heard.push(openidOf(index))
  }
  throw new Error('the disk was never full')
}

it('a full disk is said in words at each request, ends nothing, and loses nothing of what was acknowledged', async () => {
  emulator.fileLimit = 400
  await emulator.start()
  const { templates } = await emulator.client.get<CloudConfig>('/emulator/config')
  const templateId = templates[0]?.templateId ?? ''
  const { heard, refusal } = await agreeUntilRefused(templateId)
  expect(refusal).toEqual({ status: 507, text: expect.stringMatching(WORDS) as string })

  // It goes on answering: what reads is served, what writes is refused.
  expect(await emulator.client.get<object[]>('/emulator/inbox?openid=oFull')).toEqual([])
  expect(await agree('oLater', templateId)).toEqual({ status: 507, text: expect.stringMatching(WORDS) as string })
  expect(emulator.said).not.toMatch(/\n\s+at .*storage/)

  await emulator.end('SIGTERM')
  emulator.fileLimit = undefined
  await emulator.start()
  const { users } = await emulator.client.get<CloudConfig>('/emulator/config')
  const kept = new Set(users.map(({ openid }) => openid))
  expect(heard.filter((openid) => !kept.has(openid))).toEqual([])
  expect(heard.length).toBeGreaterThan(100)
})
