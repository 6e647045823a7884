import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'

/** Where an admin writes to that person, as the list of recipients would lead there. */
export function composePage(nickname: string, template = PATROL): string {
  const name = encodeURIComponent(nickname)
  return `admin/compose/compose?openid=${openidOf(nickname)}&name=${name}&template=${template}`
}

/** Fills in a patrol; the time is whatever the wheels stand at. */
export async function fillInPatrol(phone: Phone): Promise<void> {
  await phone.type('巡查地点', PATROL_DATA.thing1)
  for (const name of ['巡查时间的日期', '巡查时间的时间']) {
    await phone.tap(name)
    await phone.page.getByRole('dialog').getByRole('button', { name: '确定' }).tap()
  }
  await phone.type('负责人', PATROL_DATA.name3)
  await phone.type('任务状态', PATROL_DATA.phrase4)
  await phone.type('任务编号', PATROL_DATA.character_string5)
}

/** From the list of recipients to a form that is filled in. */
export async function chooseAndFillIn(phone: Phone, nickname: string): Promise<void> {
  await phone.row(nickname).tap()
  await phone.waitForPage('admin/compose/compose')
  await fillInPatrol(phone)
}
