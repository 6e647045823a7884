import { codeOfPath, unlimitedCode } from '../codes/codes'
import type { ContentCheck } from '../content/content-check'
import { checkImage } from '../content/image-check'
import type { OpenData } from '../open-data/open-data'
import type { Sender } from '../send/send'
import type { TemplateApi } from '../templates/template-api'
import { ErrcodeError, UnknownApiError } from './errcodes'
import type { OpenApiReply, Replies } from './replies'

type Params = Record<string, unknown>
type Handler = (params: Params) => Promise<OpenApiReply>

export interface OpenApiParts {
  sender: Sender
  templates: TemplateApi
  content: ContentCheck
  openData: OpenData
  /** Pages of app.json; empty when unknown. */
  pages: () => string[]
}

/** The interfaces that `cloud.openapi` reaches, by their name there. */
export class OpenApi {
  readonly #handlers: Map<string, Handler>

  constructor(
    private readonly replies: Replies,
    { sender, templates, content, openData, pages }: OpenApiParts,
    durable: () => Promise<void>,
  ) {
    const manage = (members: (params: Params) => Params): Handler => {
      return async (params) => {
        const reply = replies.ok(members(params))
        await durable()
        return reply
      }
    }
    this.#handlers = new Map([
      ['subscribeMessage.send', async (params) => replies.sent(await sender.send(params))],
      ['subscribeMessage.getTemplateList', manage(() => templates.getTemplateList())],
      ['subscribeMessage.addTemplate', manage((params) => templates.addTemplate(params))],
      ['subscribeMessage.deleteTemplate', manage((params) => templates.deleteTemplate(params))],
      ['subscribeMessage.getCategory', manage(() => templates.getCategory())],
      ['subscribeMessage.getPubTemplateTitleList', manage((params) => templates.getPubTemplateTitleList(params))],
      ['subscribeMessage.getPubTemplateKeyWordsById', manage((params) => templates.getPubTemplateKeyWordsById(params))],
      ['security.msgSecCheck', async (params) => replies.ok(content.check(params))],
      ['security.imgSecCheck', async (params) => replies.ok(checkImage(params))],
      ['phonenumber.getPhoneNumber', async (params) => replies.ok(openData.phoneNumber(params))],
      ['wxacode.get', async (params) => codeOfPath(params)],
      ['wxacode.createQRCode', async (params) => codeOfPath(params)],
      ['wxacode.getUnlimited', async (params) => unlimitedCode(params, pages())],
    ])
  }

  /**
   * Answers as WeChat's REST interface does; a refusal is an answer with an errcode, not an error.
   * @throws UnknownApiError when there is no interface of that name
   */
  async call(apiName: string, params: Params): Promise<OpenApiReply> {
    const handler = this.#handlers.get(apiName)
    if (!handler) throw new UnknownApiError(apiName)
    try {
      return await handler(params)
    } catch (error) {
      if (error instanceof ErrcodeError) return this.replies.refused(error.errcode, error.text, error.extra)
      throw error
    }
  }
}
