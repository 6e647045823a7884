/** Business data that a push can be about: rounds through the estate. */
export const PATROLS = [
  { _id: 'XJ-20261201-07', place: '3 号楼地下车库', from: '2026年12月1日 09:00', to: '11:30', assignee: '张伟', state: '待巡查' },
  { _id: 'XJ-20261201-08', place: '5 号楼配电房', from: '2026年12月1日 14:00', to: '15:00', assignee: '李静', state: '待巡查' },
  { _id: 'XJ-20261202-01', place: '北门岗亭', from: '2026年12月2日 08:00', to: '08:30', assignee: '林夏', state: '待巡查' },
]
