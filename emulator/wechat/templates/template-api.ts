import { ErrcodeError } from '../openapi/errcodes'
import type { SwitchBoard } from '../switch-board'
import { CATEGORIES, hasFixedKeywords, PUBLIC_TITLES, type PublicKeyword, type PublicTitle } from './public-library'
import type { Templates } from './templates'

type Params = Record<string, unknown>
type Members = Record<string, unknown>

const MIN_KEYWORDS = 2
const MAX_KEYWORDS = 5
const MAX_SCENE_DESC = 15
const MAX_TITLES_PER_PAGE = 30

/** Template management (newtmpl): each method answers the members of a successful reply or throws ErrcodeError. */
export class TemplateApi {
  constructor(
    private readonly templates: Templates,
    private readonly board: SwitchBoard,
    private readonly account: { readonly banned: boolean },
    /** Told after a template is gone, so that nothing of it stays behind. */
    private readonly onDeleted: (templateId: string) => void,
  ) {}

  /** api_addwxanewtemplate */
  addTemplate(params: Params): Members {
    if (this.account.banned) throw new ErrcodeError(200011)
    const title = titleOf(params['tid'])
    const keywords = chosenKeywords(title, this.#param(params, 'kidList', 'kid_list'))
    requireSceneDesc(this.#param(params, 'sceneDesc', 'scene_desc'))
    const origin = { tid: title.tid, kidList: keywords.map(({ kid }) => kid) }
    const existing = this.templates.findByOrigin(origin)
    // The refusal still names the template that is there already.
    if (existing) throw new ErrcodeError(200022, undefined, { priTmplId: existing.templateId })
    if (this.templates.count >= this.board.current.templates.max) throw new ErrcodeError(200012)
    const added = this.templates.add({
      title: title.title,
      type: title.type,
      content: keywords.map((keyword) => `${keyword.name}:{{${keyOf(keyword)}.DATA}}`).join('\n'),
      enums: Object.fromEntries(keywords.flatMap((keyword) => (keyword.enumValues ? [[keyOf(keyword), keyword.enumValues]] : []))),
      examples: Object.fromEntries(keywords.map((keyword) => [keyOf(keyword), keyword.example])),
      origin,
    })
    return { priTmplId: added.templateId }
  }

  /** api_delwxanewtemplate */
  deleteTemplate(params: Params): Members {
    const templateId = this.#param(params, 'priTmplId', 'pri_tmpl_id')
    if (typeof templateId !== 'string' || templateId === '') throw new ErrcodeError(20002)
    if (!this.templates.delete(templateId)) throw new ErrcodeError(20001)
    this.onDeleted(templateId)
    return {}
  }

  /** api_getcategory */
  getCategory(): Members {
    return { data: CATEGORIES }
  }

  /** api_getpubnewtemplatekeywords */
  getPubTemplateKeyWordsById(params: Params): Members {
    if (params['tid'] === undefined || params['tid'] === '') throw new ErrcodeError(200002)
    const { keywords } = titleOf(params['tid'])
    return { count: keywords.length, data: keywords.map(({ kid, name, example, rule }) => ({ kid, name, example, rule })) }
  }

  /** api_getpubnewtemplatetitles */
  getPubTemplateTitleList(params: Params): Members {
    const ids = categoryIds(params['ids'])
    const start = wholeNumber(params['start'])
    const limit = wholeNumber(params['limit'])
    if (start === undefined) throw new ErrcodeError(200016)
    if (limit === undefined || limit < 1 || limit > MAX_TITLES_PER_PAGE) throw new ErrcodeError(200017)
    const titles = PUBLIC_TITLES.filter(({ categoryId }) => ids.includes(categoryId))
    const page = titles.slice(start, start + limit)
    return { count: titles.length, data: page.map(({ tid, title, type, categoryId }) => ({ tid: Number(tid), title, type, categoryId })) }
  }

  /** api_getwxapubnewtemplate */
  getTemplateList(): Members {
    const data = this.templates.list().map(({ templateId, title, content, example, type, keywordEnumValueList }) => {
      return { priTmplId: templateId, title, content, example, type, keywordEnumValueList }
    })
    return { data }
  }

  #param(params: Params, name: string, snakeName: string): unknown {
    return params[name] ?? (this.board.current.templates.acceptSnakeCase ? params[snakeName] : undefined)
  }
}

function titleOf(tid: unknown): PublicTitle {
  const title = PUBLIC_TITLES.find((candidate) => candidate.tid === String(tid))
  if (!title) throw new ErrcodeError(200014)
  return title
}

function chosenKeywords(title: PublicTitle, kidList: unknown): PublicKeyword[] {
  if (!Array.isArray(kidList)) throw new ErrcodeError(200020)
  if (hasFixedKeywords(title)) {
    if (kidList.length > 0) throw new ErrcodeError(200020)
    return title.keywords
  }
  const kids = new Set<unknown>(kidList)
  if (kids.size !== kidList.length || kids.size < MIN_KEYWORDS || kids.size > MAX_KEYWORDS) throw new ErrcodeError(200020)
  return [...kids].map((kid) => {
    const keyword = title.keywords.find((candidate) => candidate.kid === kid)
    if (!keyword) throw new ErrcodeError(200020)
    return keyword
  })
}

function requireSceneDesc(sceneDesc: unknown): void {
  if (typeof sceneDesc !== 'string' || sceneDesc === '' || [...sceneDesc].length > MAX_SCENE_DESC) throw new ErrcodeError(200021)
}

/** A keyword keeps its own number, so the keys of a template need not run from 1. */
function keyOf({ rule, kid }: PublicKeyword): string {
  return `${rule}${kid}`
}

function categoryIds(ids: unknown): number[] {
  if (ids === undefined || ids === '') throw new ErrcodeError(200018)
  const text = String(ids)
  if (!/^\d+(,\d+)*$/.test(text)) throw new ErrcodeError(200019)
  return text.split(',').map(Number)
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
