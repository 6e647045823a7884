import { chipOf, draftKeyOf, recipientsOf, type Audience } from './audience'

it.each<[Audience, string, object, string]>([
  [{ kind: 'one', openid: 'oA', name: '林夏' }, '林夏', { to: ['oA'] }, 'oA'],
  [{ kind: 'canReceive' }, '所有可接收的人', { audience: { canReceive: true } }, 'canReceive'],
  [{ kind: 'list', id: 'x1', openids: ['oA', 'oB'], isPasted: false }, '已选 2 人', { to: ['oA', 'oB'] }, 'list x1'],
  [{ kind: 'list', id: 'x2', openids: ['oA', 'oB'], isPasted: true }, '名单 2 人', { to: ['oA', 'oB'] }, 'list x2'],
])('%j', (audience, chip, request, draftKey) => {
  expect([chipOf(audience), recipientsOf(audience), draftKeyOf(audience)]).toEqual([chip, request, draftKey])
})
