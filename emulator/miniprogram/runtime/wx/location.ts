import { type Session } from '../session'
import { openAsk } from '../shell/ask'
import { api, ApiError } from './api'
import { allowed } from './authorize'
import { type Place } from '../../../wechat/open-data/answers'
import { answersOf } from './phone-answers'

/** Where a phone is that nobody has put anywhere: 广州塔. */
const SOMEWHERE: Required<Place> = { latitude: 23.10642, longitude: 113.32446, name: '广州塔', address: '广东省广州市海珠区阅江西路222号' }
const SCOPE = 'scope.userLocation'

async function placeOf(session: Session): Promise<Required<Place>> {
  return { ...SOMEWHERE, ...(await answersOf(session)).location }
}

/** Where the phone is, if its user lets that be known. @throws ApiError when she does not */
export async function locate(session: Session, name: string, scope = SCOPE): Promise<{ latitude: number; longitude: number; [more: string]: number }> {
  await session.privacy.pass(name, 'Location')
  await allowed(session, scope)
  const { latitude, longitude } = await placeOf(session)
  return { latitude, longitude, speed: -1, accuracy: 65, altitude: 0, verticalAccuracy: 65, horizontalAccuracy: 65 }
}

/** getLocation, chooseLocation, openLocation and their kin. There is no map: what would be tapped on it is typed, or set beforehand. */
export function locationApis(session: Session): object {
  const { phone, privacy } = session
  const choose = async (name: string) => {
    await privacy.pass(name, 'Location')
    const { name: called = '', address = '', latitude, longitude } = await placeOf(session)
    const fields = [
      { name: 'name', label: '名称', value: called },
      { name: 'address', label: '地址', value: address },
      { name: 'latitude', label: '纬度', value: String(latitude), numeric: true },
      { name: 'longitude', label: '经度', value: String(longitude), numeric: true },
    ]
    const chosen = await openAsk(phone.overlays, { title: '选择位置', about: ['本地云没有地图'], fields, confirm: '确定' })
    if (!chosen) throw new ApiError('cancel')
    return { name: chosen.name, address: chosen.address, latitude: Number(chosen.latitude), longitude: Number(chosen.longitude) }
  }
  return {
    getLocation: api('getLocation', () => locate(session, 'getLocation')),
    getFuzzyLocation: api('getFuzzyLocation', async () => {
      const { latitude, longitude } = await locate(session, 'getFuzzyLocation', 'scope.userFuzzyLocation')
      return { latitude: Number(latitude.toFixed(2)), longitude: Number(longitude.toFixed(2)) }
    }),
    chooseLocation: api('chooseLocation', () => choose('chooseLocation')),
    choosePoi: api('choosePoi', async () => ({ type: 1, city: '', ...(await choose('choosePoi')) })),
    openLocation: api('openLocation', async ({ latitude, longitude, name = '', address = '' }: Partial<Place>) => {
      if (!Number.isFinite(Number(latitude)) || !Number.isFinite(Number(longitude))) throw new ApiError('parameter error: parameter.latitude and longitude should be Number')
      void openAsk(phone.overlays, { title: name || '位置', about: [address, `${latitude}, ${longitude}`, '本地云没有地图'].filter(Boolean), confirm: '好', cancel: '返回' })
    }),
  }
}
