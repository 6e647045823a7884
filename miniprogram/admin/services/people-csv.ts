import { type Recipient, type Template } from '../../services/answers'
import { maskOpenid } from '../../services/mask'
import { csvFiles, type Openids } from './csv-files'
import { recipientRow } from './recipient-row'

/** Between tags in one cell; what is read in is split by it as well. */
export const TAG_SEPARATOR = '、'

/** People as files that a spreadsheet opens; openids are masked unless an owner takes them along. */
export function peopleFiles(people: readonly Recipient[], kind: Pick<Template, 'title' | 'type'> | undefined, openids: Openids = 'masked', most?: number): string[] {
  const head = ['昵称', '备注', '标签', ...(kind ? [kind.title] : []), '最近来过', 'openid']
  return csvFiles(head, people, (person) => {
    const { nickname, remark, tags, lastSeen, openid } = person
    const receives = kind ? [recipientRow(person, kind.type).tag] : []
    return [nickname, remark, tags.join(TAG_SEPARATOR), ...receives, dayText(lastSeen), openids === 'full' ? openid : maskOpenid(openid)]
  }, most)
}

/** `2026-12-01`, in the phone's time zone. */
function dayText(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
