import type { Clock } from '../../clock'
import { newHint, newRid, type Random } from '../identifiers'
import type { SwitchBoard } from '../switch-board'
import { textOf } from './errcodes'

const CONTENT_TYPE = 'application/json; encoding=utf-8'

/** What WeChat's REST interface answers. */
export interface OpenApiReply {
  /** JSON text. Not an object, because a msgid is an integer that JavaScript cannot hold. */
  body: string | Buffer
  contentType: string
}

export interface ErrorReply {
  errcode: number
  errmsg: string
}

export class Replies {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly board: SwitchBoard,
  ) {}

  ok(members: Record<string, unknown> = {}): OpenApiReply {
    return { body: JSON.stringify({ errcode: 0, errmsg: 'ok', ...members }), contentType: CONTENT_TYPE }
  }

  /** The answer of a successful send; the msgid stands there as a bare integer of 19 digits. */
  sent(msgid: string): OpenApiReply {
    if (!this.board.current.send.returnMsgid) return this.ok()
    return { body: `{"errcode":0,"errmsg":"ok","msgid":${msgid}}`, contentType: CONTENT_TYPE }
  }

  refused(errcode: number, text: string, extra: Record<string, unknown>): OpenApiReply {
    return { body: JSON.stringify({ ...this.error(errcode, text), ...extra }), contentType: CONTENT_TYPE }
  }

  error(errcode: number, text = textOf(errcode)): ErrorReply {
    return { errcode, errmsg: `${text}${this.#suffix()}` }
  }

  #suffix(): string {
    switch (this.board.current.send.errmsgSuffix) {
      case 'rid':
        return ` rid: ${newRid(this.clock.now(), this.random)}`
      case 'hint':
        return ` hint: [${newHint(this.random)}]`
      case 'none':
        return ''
    }
  }
}
