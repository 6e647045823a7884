import type { Clock } from '../../clock'
import { newRid, type Random } from '../identifiers'
import { isId } from '../input-error'
import { ErrcodeError } from '../openapi/errcodes'
import type { Platform } from '../platform'

type Params = Record<string, unknown>
type Suggestion = 'pass' | 'risky' | 'review'

const SCENES = [1, 2, 3, 4]
const MAX_CHARACTERS = 2500
/** Labels of the page: 100 normal, 20001 current politics … 21000 other. */
const NORMAL = 100
const OTHER = 21000

/**
 * security.msgSecCheck (文本内容安全识别). Version 2 answers what it thinks of a text; version 1, which is no longer kept up, refuses with 87014.
 * What is a risk is told by switches, the real words are secret.
 * Whether the user was there within two hours (61010) is not checked.
 */
export class ContentCheck {
  constructor(
    private readonly platform: Platform,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** @throws ErrcodeError 44002 without a text, 40129 without a scene, 40003 for who is no user, 87014 from version 1 */
  check(params: Params): Params {
    const { content, version } = params
    if (typeof content !== 'string' || content === '') throw new ErrcodeError(44002)
    const suggest = this.#suggest([content, params.title, params.nickname, params.signature].filter((text) => typeof text === 'string').join('\n'))
    if (version === undefined || Number(version) === 1) return this.#asVersion1(suggest)
    if (!SCENES.includes(Number(params.scene))) throw new ErrcodeError(40129)
    if (!isId(params.openid)) throw new ErrcodeError(40003)
    if ([...content].length > MAX_CHARACTERS) throw new ErrcodeError(44002, 'content size out of limit')
    const label = suggest === 'pass' ? NORMAL : OTHER
    const detail = [{ strategy: 'content_model', errcode: 0, suggest, label, prob: 90 }]
    return { trace_id: newRid(this.clock.now(), this.random), result: { suggest, label }, detail }
  }

  #asVersion1(suggest: Suggestion): Params {
    if (suggest === 'risky') throw new ErrcodeError(87014)
    return {}
  }

  #suggest(text: string): Suggestion {
    const { riskyWords, reviewWords } = this.platform.board.current.content
    if (riskyWords.some((word) => text.includes(word))) return 'risky'
    return reviewWords.some((word) => text.includes(word)) ? 'review' : 'pass'
  }
}
