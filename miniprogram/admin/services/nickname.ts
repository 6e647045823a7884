import { type TemplateField } from '../../services/answers'

/** Stands for each recipient's nickname; the function puts it in. */
export const NICKNAME = '{{nickname}}'
const PLACE = /\{\{\s*nickname\s*\}\}/g

export function hasNickname(text: string): boolean {
  return withoutNickname(text) !== text
}

/** What is left is what its writer has typed. */
export function withoutNickname(text: string): string {
  return text.replace(PLACE, '')
}

/** As a card shows it before anybody's name is in it. */
export function withPlaceholder(text: string): string {
  return text.replace(PLACE, '〔昵称〕')
}

/** Free text and names; in a status or a number no name would do. */
export function takesNames({ rule }: Pick<TemplateField, 'rule'>): boolean {
  return rule === 'thing' || rule === 'name'
}
