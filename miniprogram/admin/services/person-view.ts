import { type Person } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { type Tone } from './message-states'
import { placeName } from './place-name'
import { receives } from './recipient-row'

/** A kind, and how it stands with her. */
export interface KindRow {
  template: string
  title: string
  tag: string
  tone: Tone
  /** How often she agreed and how many went out; why nothing would reach her. */
  about: string
}

export interface AnswerRow {
  id: string
  title: string
  /** What she said. */
  said: string
  tone: Tone
  /** When and where. */
  about: string
}

type Kind = Person['kinds'][number]
type Answer = Person['answers'][number]

export function kindRows(kinds: readonly Kind[]): KindRow[] {
  return kinds.map((kind) => {
    const { tag, tone, obstacle } = receives(kind, kind.type)
    const counts = kind.granted + kind.used === 0 ? '' : `同意过 ${kind.granted} 次，发出 ${kind.used} 条`
    return { template: kind.template, title: kind.title, tag, tone, about: [counts, obstacle].filter(Boolean).join(' · ') }
  })
}

const CHOICES: Readonly<Record<Answer['choice'], { said: string; tone: Tone }>> = {
  accept: { said: '同意', tone: 'good' },
  reject: { said: '不接收', tone: 'plain' },
  ban: { said: '被微信停用', tone: 'bad' },
  filter: { said: '微信没有询问', tone: 'plain' },
  cancel: { said: '关掉了窗口', tone: 'plain' },
  fail: { said: '没有问成', tone: 'plain' },
  stop: { said: '停止接收', tone: 'plain' },
  revoke: { said: '在微信设置里关闭', tone: 'plain' },
  off: { said: '关闭了总开关', tone: 'plain' },
  on: { said: '打开了总开关', tone: 'plain' },
  allow: { said: '在微信设置里打开', tone: 'good' },
}

const SOURCES: Readonly<Record<Answer['source'], string>> = { page: '', 'popup-event': '微信通知的', 'change-event': '微信通知的', stop: '「我的」页', settings: '微信设置' }

export function answerRows(answers: readonly Answer[], now: Date = new Date()): AnswerRow[] {
  return answers.map(({ id, title, choice, source, at, page, scene, always }) => {
    const where = page === undefined ? SOURCES[source] : placeName(page, scene)
    const { said, tone } = CHOICES[choice]
    return { id, title: title || '已删掉的模板', said: always ? `${said}，总是保持` : said, tone, about: [momentOf(at, now), where].filter(Boolean).join(' · ') }
  })
}
