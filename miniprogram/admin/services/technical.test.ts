import { type MessageDetail } from '../../services/answers'
import { technicalLines } from './technical'

const DETAIL: MessageDetail = {
  id: 'p:oA', openid: 'oA', state: 'failed', nickname: '', lines: [], timeline: [], attempts: 1, errcode: 43101, raw: 'user refuse to accept the msg',
  push: { pushId: 'p', page: '', miniprogramState: 'formal', lang: 'zh_CN', by: { kind: 'operator' }, title: '', template: 't' },
}

it('the rid of a refusal can be copied, as WeChat asks for it', () => {
  expect(technicalLines({ ...DETAIL, rid: '6a3ba761-6ef7535a-33c60a10' })).toContainEqual({ label: '微信 rid', value: '6a3ba761-6ef7535a-33c60a10', canCopy: true })
  expect(technicalLines(DETAIL).map(({ label }) => label)).not.toContain('微信 rid')
})
