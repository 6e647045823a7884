/** @jest-environment jsdom */
import { type LocalCloud } from '../local-cloud'
import { PrivacyGate, type Decision } from './privacy-gate'

/** A cloud that knows how the user stands, and learns when she agrees. */
function gateOf(declared: string[], needsAgreement: boolean) {
  const standing = { declared, needsAgreement }
  const cloud: LocalCloud = {
    pending: 0,
    get: async () => ({ ...standing }),
    put: () => Promise.reject(new Error('nothing is sent here')),
    file: () => Promise.reject(new Error('nothing is fetched here')),
    post: async (_path, body) => {
      standing.needsAgreement = !(body as { agreed: boolean }).agreed
      return {}
    },
  }
  const overlays = document.createElement('div')
  document.body.append(overlays)
  return { gate: new PrivacyGate({ openid: 'oAlice', cloud, overlays, name: '工单' }), overlays, standing }
}

const answering = (gate: PrivacyGate, decision: Decision): void => {
  gate.onNeed((resolve) => {
    resolve({ event: 'exposureAuthorization' })
    if (decision.event === 'agree' && decision.buttonId === 'agree') gate.tapped('agree')
    resolve(decision)
  })
}

test('nothing is asked of whoever agreed before', async () => {
  await expect(gateOf(['Clipboard'], false).gate.pass('setClipboardData', 'Clipboard')).resolves.toBeUndefined()
})

test('what the guide does not declare fails with errno 112, whether she agreed or not', async () => {
  const failure = { errno: 112, message: 'api scope is not declared in the privacy agreement' }
  await expect(gateOf([], false).gate.pass('setClipboardData', 'Clipboard')).rejects.toMatchObject(failure)
  await expect(gateOf(['UserInfo'], true).gate.pass('setClipboardData', 'Clipboard')).rejects.toMatchObject(failure)
})

test('the listener is asked, told for what, and her agreement is kept', async () => {
  const { gate, standing } = gateOf(['Clipboard'], true)
  const referrers: string[] = []
  gate.onNeed((resolve, { referrer }) => {
    referrers.push(referrer)
    gate.tapped('agree')
    resolve({ event: 'agree', buttonId: 'agree' })
  })
  await gate.pass('setClipboardData', 'Clipboard')
  await gate.pass('getClipboardData', 'Clipboard')
  expect(referrers).toEqual(['setClipboardData'])
  expect(standing.needsAgreement).toBe(false)
})

test('her refusal fails with errno 104, and she is asked again next time', async () => {
  const { gate, standing } = gateOf(['Clipboard'], true)
  answering(gate, { event: 'disagree' })
  await expect(gate.pass('setClipboardData', 'Clipboard')).rejects.toMatchObject({ errno: 104, message: 'privacy permission is not authorized' })
  expect(standing.needsAgreement).toBe(true)
})

test('to say that she agreed without the tap on that button is refused', async () => {
  const { gate } = gateOf(['Clipboard'], true)
  answering(gate, { event: 'agree', buttonId: 'another' })
  await expect(gate.pass('setClipboardData', 'Clipboard')).rejects.toMatchObject({ errno: 104, message: expect.stringContaining('buttonId is wrong') })
})

test.each([
  ['同意', undefined],
  ['拒绝', 104],
])('without a listener WeChat asks in a dialog of its own, and %s decides', async (button, errno) => {
  const { gate, overlays } = gateOf(['Clipboard'], true)
  const passing = gate.pass('setClipboardData', 'Clipboard').then(() => undefined, (error: { errno: number }) => error.errno)
  await new Promise((resolve) => setTimeout(resolve))
  expect(overlays.querySelector('[role=dialog]')?.textContent).toContain('《工单小程序隐私保护指引》')
  ;[...overlays.querySelectorAll('button')].find(({ textContent }) => textContent === button)?.click()
  expect(await passing).toBe(errno)
})
