import type { RuleName } from '../fields/field-rules'
import { LONG_TERM, ONE_TIME, type TemplateType } from './template'

export interface Category {
  id: number
  name: string
}

export interface PublicKeyword {
  kid: number
  name: string
  example: string
  rule: RuleName
  enumValues?: string[]
}

export interface PublicTitle {
  tid: string
  title: string
  type: TemplateType
  categoryId: number
  keywords: PublicKeyword[]
}

/** Titles of the new kind have a fixed set of keywords: their kidList must be empty (subscribeMessage.addTemplate). */
const FIRST_FIXED_TID = 10_000_001
const END_OF_FIXED_TIDS = 20_000_000

export function hasFixedKeywords({ tid }: PublicTitle): boolean {
  return Number(tid) >= FIRST_FIXED_TID && Number(tid) < END_OF_FIXED_TIDS
}

/** Categories (类目) of the local account. */
export const CATEGORIES: Category[] = [
  { id: 616, name: '公交' },
  { id: 307, name: '备忘录' },
  { id: 145, name: '服装/鞋/箱包' },
]

/** A small public template library (公共模板库). Numbers and titles are made up; the forms are WeChat's. */
export const PUBLIC_TITLES: PublicTitle[] = [
  {
    tid: '401',
    title: '预约成功通知',
    type: ONE_TIME,
    categoryId: 307,
    keywords: [
      { kid: 1, name: '预约项目', example: '年度体检', rule: 'thing' },
      { kid: 2, name: '预约时间', example: '2026年10月1日 15:01', rule: 'time' },
      { kid: 3, name: '预约单号', example: 'A2026-0001', rule: 'character_string' },
      { kid: 4, name: '预约人', example: '张三', rule: 'name' },
      { kid: 5, name: '联系电话', example: '0766-66888866', rule: 'phone_number' },
      { kid: 6, name: '预约人数', example: '3', rule: 'number' },
    ],
  },
  {
    tid: '402',
    title: '待办事项提醒',
    type: ONE_TIME,
    categoryId: 307,
    keywords: [
      { kid: 1, name: '待办内容', example: '提交周报', rule: 'thing' },
      { kid: 2, name: '截止日期', example: '2026年10月1日', rule: 'date' },
      { kid: 3, name: '重要程度', example: '!!!', rule: 'symbol' },
      { kid: 4, name: '提醒内容', example: '请按时完成', rule: 'thing' },
    ],
  },
  {
    tid: '501',
    title: '订单发货通知',
    type: ONE_TIME,
    categoryId: 145,
    keywords: [
      { kid: 1, name: '订单编号', example: '20261001000001', rule: 'character_string' },
      { kid: 2, name: '订单金额', example: '￥100', rule: 'amount' },
      { kid: 3, name: '订单状态', example: '已发货', rule: 'phrase' },
      { kid: 4, name: '尺码', example: 'XL', rule: 'letter' },
      { kid: 5, name: '备注', example: '请留意查收', rule: 'thing' },
    ],
  },
  {
    tid: '601',
    title: '车辆到站提醒',
    type: LONG_TERM,
    categoryId: 616,
    keywords: [
      { kid: 1, name: '车牌号', example: '粤A8Z888', rule: 'car_number' },
      { kid: 2, name: '到站时间', example: '15:01', rule: 'time' },
      { kid: 3, name: '运行状态', example: '正常', rule: 'const', enumValues: ['正常', '晚点', '停运'] },
      { kid: 4, name: '站点', example: '体育西路', rule: 'thing' },
    ],
  },
  {
    tid: '10000001',
    title: '行程服务提醒',
    type: ONE_TIME,
    categoryId: 616,
    keywords: [
      { kid: 1, name: '行程', example: '广州至北京', rule: 'thing' },
      { kid: 2, name: '出发时间', example: '2026年10月1日 15:01', rule: 'time' },
    ],
  },
]
