import { type MessageData } from '../../core/templates/message-data'
import { UTC_PLUS_8_MS } from '../../core/records/beijing'
import { type Chance } from './chance'

const PLACES = ['3 号楼地下车库', '5 号楼配电房', '北门岗亭', '生活水泵房', '消防控制室', '东侧围墙', '儿童游乐区', '7 号楼屋面']
const REPAIRS = ['厨房水龙头漏水', '楼道灯不亮', '门禁卡失灵', '空调外机异响', '地漏返味', '电梯按键失灵', '卫生间墙砖松动', '车库道闸不抬杆']
const SHARED_REPAIRS = ['电梯年检', '外墙渗水维修', '公共照明更换', '二次供水清洗', '消防管道检修', '绿化补种', '健身器材维修']
const NAMES = ['张伟', '李静', '王芳', '刘洋', '赵磊', '孙丽', '周敏', '陈刚', '许娟']
const PLATES = ['浙A8Z888', '浙A6F21D', '沪B7K903', '苏E1M5Q8', '浙AD12345']

interface Parts {
  year: string
  month: string
  day: string
  /** HH:mm */
  time: string
}

function beijing(at: number): Parts {
  const [date = '', time = ''] = new Date(at + UTC_PLUS_8_MS).toISOString().split('T')
  const [year = '', month = '', day = ''] = date.split('-')
  return { year, month: String(Number(month)), day: String(Number(day)), time: time.slice(0, 5) }
}

const inWords = ({ year, month, day }: Parts): string => `${year}年${month}月${day}日`

/** What a message of this kind says at that time. */
export function contentFor(key: string, at: number, { between, pick, hits }: Chance, shared = false): MessageData {
  const now = beijing(at)
  switch (key) {
    case 'patrol-assigned':
      return { thing1: pick(PLACES), time2: `${inWords(now)} ${pick(['09:00~10:00', '14:00~15:30', '20:00~21:00'])}`, name3: pick(NAMES), phrase4: '待巡查', character_string5: `XJ-${now.year}${now.month.padStart(2, '0')}${now.day.padStart(2, '0')}-${String(between(1, 40)).padStart(2, '0')}` }
    case 'repair-done':
      return { thing1: pick(shared ? SHARED_REPAIRS : REPAIRS), date2: inWords(now), amount3: shared || hits(0.4) ? '￥0.00' : `￥${between(20, 480)}.00`, phone_number4: '0571-88886666', const5: pick(['紧急', '一般', '一般', '不急']) }
    case 'visitor-arrived':
      return { name1: pick(NAMES), car_number2: pick(PLATES), time3: now.time, number4: String(between(1, 4)), letter5: pick(['A', 'B', 'C']) }
    case 'room-alert':
      return { thing1: pick(['弱电机房', '电梯机房', '监控室']), number2: `${between(30, 38)}.${between(0, 9)}`, symbol3: '↑', date4: `${now.year}-${now.month.padStart(2, '0')}-${now.day.padStart(2, '0')} ${now.time}` }
    default:
      return { thing1: `${now.year} 年 ${now.month} 月物业费`, amount2: '￥236.50', date3: `${now.year}年${now.month}月${'20'}日`, phone_number4: '0571-88886688' }
  }
}
