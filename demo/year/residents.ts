import { shuffled } from '../../emulator/seeded'
import { type Chance } from './chance'

/** Somebody of the estate in the year's world; what she does is drawn from these. */
export interface Resident {
  openid: string
  nickname: string
  remark: string
  tags: string[]
  /** When she opened the mini-program for the first time. */
  joinedAt: number
  /** How likely she says yes, and how likely she opens a card. */
  keenness: number
  curiosity: number
  /** Kinds that she may be asked for. */
  kinds: string[]
}

const FAMILY = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余']
const GIVEN = ['伟', '芳', '敏', '静', '丽', '强', '磊', '洋', '艳', '勇', '军', '杰', '娟', '涛', '超', '霞', '平', '刚', '桂英', '建国', '文博', '子涵', '雨桐', '思远', '嘉怡', '梓轩', '若曦', '浩然', '欣怡', '志强', '晓东', '海燕', '春梅', '国栋', '雪莹', '明辉']
const BUILDINGS = 10

const EVERYONE = ['repair-done', 'visitor-arrived', 'bill-due']

/** The first ones are staff: they also get tasks, and the engineers among them alerts. */
const STAFF = 40
const ENGINEERS = 8

export function makeResidents(count: number, { random, pick }: Chance, from: number, days: number): Resident[] {
  const dayMs = 86_400_000
  const order = shuffled(Array.from({ length: count }, (_, n) => n), random)
  return order.map((n) => {
    const building = (n % BUILDINGS) + 1
    const isStaff = n < STAFF
    // Most come in the first weeks, the others little by little.
    const joined = isStaff ? 0 : random() < 0.6 ? random() * 45 : 45 + random() * (days - 60)
    return {
      openid: `oYear_resident_${String(n).padStart(5, '0')}_0000000`,
      nickname: `${pick(FAMILY)}${pick(GIVEN)}`,
      remark: isStaff ? '员工' : `${building} 幢 ${1 + (n % 3)} 单元 ${1 + (n % 18)}0${1 + (n % 4)}`,
      tags: [`${building} 幢`, isStaff ? '员工' : random() < 0.8 ? '业主' : '租客'],
      joinedAt: Math.floor(from + joined * dayMs + 7 * 3_600_000 + random() * 12 * 3_600_000),
      keenness: isStaff ? 0.93 : 0.35 + random() * 0.6,
      curiosity: isStaff ? 0.9 : 0.25 + random() * 0.6,
      kinds: [...(isStaff ? ['patrol-assigned'] : []), ...(n < ENGINEERS ? ['room-alert'] : []), ...EVERYONE],
    }
  })
}
