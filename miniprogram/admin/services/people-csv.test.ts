import { type Recipient } from '../../services/answers'
import { peopleFiles } from './people-csv'

const LIN: Recipient = { openid: 'oDemo_user_linxia_000000000C', nickname: '林夏', remark: '=3 号楼', tags: ['业主', '3 幢'], lastSeen: '2026-12-01T09:00:00', credits: 2, standing: 'accept', canReceive: true }
const KIND = { title: '巡检任务提醒', type: 'one-time' as const }

it('has a line for each person with what she can receive, her openid masked, and nothing that a spreadsheet would compute', () => {
  const [file = ''] = peopleFiles([LIN], KIND)
  expect(file.split('\r\n').slice(0, 2)).toEqual(['\ufeff昵称,备注,标签,巡检任务提醒,最近来过,openid', "林夏,'=3 号楼,业主、3 幢,可接收 2 条,2026-12-01,oDem…000C"])
  expect(peopleFiles([LIN], KIND, 'full')[0]).toContain(LIN.openid)
})

it('without a kind says nothing of what she can receive, and without a visit nothing of when', () => {
  expect(peopleFiles([{ ...LIN, lastSeen: 'never' }], undefined)[0]?.split('\r\n')[1]).toBe("林夏,'=3 号楼,业主、3 幢,,oDem…000C")
})
