import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { eraseOwnData } from '../users/erase'
import { saveProfile } from '../users/profile'
import { saveUser } from '../users/save-user'
import { usersOf } from '../users/user'
import { person } from './person'

const OPERATOR = { kind: 'operator' as const }

let local: LocalCloud
let template: Template
let lin: string
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  lin = freshOpenid()
})
afterEach(() => local.close())

it('tells her name, remark, tags, when she came, and what she can receive of every kind', async () => {
  const other = await addTemplate(local, { type: 'long-term' })
  await saveProfile(local.ports(), lin, { nickname: '林夏' })
  await saveUser(local.ports(), OPERATOR, { openid: lin, remark: '3 号楼', tags: ['业主'] })
  await agree(local, template, lin, 2)
  expect(await person(local.db, { openid: lin })).toMatchObject({
    openid: lin, nickname: '林夏', remark: '3 号楼', tags: ['业主'], isUser: true, firstSeen: expect.any(Date), lastSeen: expect.any(Date),
    kinds: [
      { template: template._id, title: template.title, credits: 2, canReceive: true, granted: 2, used: 0 },
      { template: other._id, title: other.title, credits: 0, standing: 'none', canReceive: false },
    ],
    answers: [{ title: template.title, choice: 'accept', source: 'page' }, { title: template.title, choice: 'accept' }],
  })
})

it('of a kind that is switched off it tells only where she ever answered', async () => {
  const off = await addTemplate(local)
  await agree(local, template, lin)
  for (const { _id: key } of [off, template]) await saveTemplate(local.ports(), OPERATOR, { key, enabled: false })
  expect((await person(local.db, { openid: lin })).kinds.map(({ template: key }) => key)).toEqual([template._id])
})

it('of somebody who agreed and has no row of her own it tells what there is', async () => {
  await agree(local, template, lin)
  await usersOf(local.db).doc(lin).remove().catch(() => undefined)
  expect(await person(local.db, { openid: lin })).toMatchObject({ isUser: false, nickname: '', tags: [], kinds: [{ credits: 1 }] })
})

it('of a stranger, and of her who erased her data, it says that there is nobody', async () => {
  await expect(person(local.db, { openid: 'oStranger' })).rejects.toMatchObject({ code: 'not-found' })
  await saveProfile(local.ports(), lin, { nickname: '林夏' })
  await agree(local, template, lin)
  await eraseOwnData(local.ports(), lin)
  await expect(person(local.db, { openid: lin })).rejects.toMatchObject({ code: 'not-found' })
})

it('of one tap that the page and WeChat told of it tells once', async () => {
  await saveProfile(local.ports(), lin, { nickname: '林夏' })
  const answer = { openid: lin, templateId: template.templateId, choice: 'accept', said: 'accept', counted: false, heardAt: new Date(0) }
  const rows = [['page', 0], ['popup-event', 1000], ['popup-event', 600_000]] as const
  local.emulator.database.insert('answers', rows.map(([source, at], n) => ({ ...answer, _id: `a${n}`, source, at: new Date(at) })))
  expect((await person(local.db, { openid: lin })).answers.map(({ id }) => id)).toEqual(['a2', 'a0'])
})

it('tells of where she was asked, and no more than the newest twenty', async () => {
  await saveProfile(local.ports(), lin, { nickname: '林夏' })
  local.emulator.database.insert('answers', Array.from({ length: 25 }, (_, n) => ({
    _id: `a${n}`, openid: lin, templateId: n === 24 ? 'gone' : template.templateId, choice: 'reject', said: 'reject', source: 'page', counted: false,
    evidence: { page: 'pages/subscribe/subscribe', scene: 1014 }, at: new Date(n), heardAt: new Date(n),
  })))
  const { answers } = await person(local.db, { openid: lin })
  expect(answers).toHaveLength(20)
  expect(answers.slice(0, 2)).toMatchObject([{ id: 'a24', title: '' }, { id: 'a23', title: template.title, choice: 'reject', page: 'pages/subscribe/subscribe', scene: 1014 }])
})
