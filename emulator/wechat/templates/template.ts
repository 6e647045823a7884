import type { RuleName } from '../fields/field-rules'

/** `type` of a template, as getTemplateList gives it. */
export const ONE_TIME = 2
export const LONG_TERM = 3
export type TemplateType = typeof ONE_TIME | typeof LONG_TERM

export interface TemplateField {
  /** `thing1`: the key in `data` of a send. */
  key: string
  /** What stands before the value on the card. */
  label: string
  rule: RuleName
}

export interface KeywordEnumValues {
  /** `const1.DATA` */
  keywordCode: string
  enumValueList: string[]
}

/** A private template (私有模板) of the account. */
export interface Template {
  templateId: string
  title: string
  /** Lines such as `名称:{{thing1.DATA}}\n`. */
  content: string
  /** The same lines with sample values. */
  example: string
  type: TemplateType
  keywordEnumValueList: KeywordEnumValues[]
  fields: TemplateField[]
  /** Banned by the platform: requests answer `ban`, sends 43107. */
  banned: boolean
  /** A device template (设备订阅消息), which wx.requestSubscribeMessage refuses. */
  device: boolean
}

export function enumValuesOf(template: Template, key: string): readonly string[] | undefined {
  return template.keywordEnumValueList.find(({ keywordCode }) => keywordCode === keywordCodeOf(key))?.enumValueList
}

export function keywordCodeOf(key: string): string {
  return `${key}.DATA`
}
