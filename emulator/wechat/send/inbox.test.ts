import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage } from '../../storage/storage'
import { ALICE, BOB } from '../platform.fixture'
import { Inbox } from './inbox'

const CARD = { msgid: '1', templateId: 'N', title: '通知', lines: [], miniprogramState: 'formal', lang: 'zh_CN', at: 0 }

test('more than nine cards keep their order and go on counting after a restart', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'inbox-'))
  try {
    const before = new Storage(dir)
    const inbox = new Inbox(before)
    for (let times = 0; times < 11; times++) inbox.add(ALICE, CARD)
    await before.close()

    const after = new Storage(dir)
    const reopened = new Inbox(after)
    reopened.add(BOB, CARD)
    expect(reopened.list(ALICE).map(({ id }) => id)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4', '3', '2', '1'])
    expect(reopened.list(BOB).map(({ id }) => id)).toEqual(['12'])
    await after.close()
  } finally {
    rmSync(dir, { recursive: true })
  }
})

test('what is read out is a copy', () => {
  const inbox = new Inbox(new Storage())
  inbox.add(ALICE, { ...CARD, lines: [{ label: '事项', value: '开会' }] })
  inbox.list(ALICE)[0]?.lines.splice(0)
  expect(inbox.list(ALICE)[0]?.lines).toHaveLength(1)
})
