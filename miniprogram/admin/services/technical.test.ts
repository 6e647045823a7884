import { type MessageDetail } from '../../services/answers'
import { technicalLines } from './technical'

const DETAIL: MessageDetail = {
  id: 'p:oA', openid: 'oA', state: 'failed', nickname: '', author: '', lines: [], timeline: [], attempts: 1, errcode: 43101, raw: 'user refuse to accept the msg',
  push: { pushId: 'p', page: '', miniprogramState: 'formal', lang: 'zh_CN', by: { kind: 'operator' }, title: '', template: 't' },
}

it('the recipient is masked; only an owner is offered to see her openid in full, and gets it to copy', () => {
  const of = { ...DETAIL, openid: 'oDemo_user_linxia_000000000C' }
  expect(technicalLines(of)[0]).toEqual({ label: '接收人', value: 'oDem…000C' })
  expect(technicalLines(of, null)[0]).toEqual({ label: '接收人', value: 'oDem…000C', canReveal: true })
  expect(technicalLines(of, of.openid)[0]).toEqual({ label: '接收人', value: of.openid, canCopy: true })
})

it('the rid of a refusal can be copied, as WeChat asks for it', () => {
  expect(technicalLines({ ...DETAIL, rid: '6a3ba761-6ef7535a-33c60a10' })).toContainEqual({ label: '微信 rid', value: '6a3ba761-6ef7535a-33c60a10', canCopy: true })
  expect(technicalLines(DETAIL).map(({ label }) => label)).not.toContain('微信 rid')
})
