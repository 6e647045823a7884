import type { PersistentMap, Storage } from '../../storage/storage'
import { newTemplateId, type Random } from '../identifiers'
import { InvalidInputError, requireId } from '../input-error'
import { formatContent, formatExample, parseContent } from './content'
import { keywordCodeOf, LONG_TERM, ONE_TIME, type Template, type TemplateField, type TemplateType } from './template'

export interface NewTemplate {
  title: string
  /** Lines such as `名称:{{thing1.DATA}}`. */
  content: string
  /** 2 one-time (default), 3 long-term. */
  type?: TemplateType
  /** Given back as it is; made up when missing. */
  templateId?: string
  /** Permitted values of enum and const keywords: `{const1: ['进行中', '已完成']}`. */
  enums?: Record<string, string[]>
  /** Sample values for the example text: `{thing1: '广州至北京'}`. */
  examples?: Record<string, string>
  banned?: boolean
  device?: boolean
  /** Where it was taken from in the public library, to know duplicates (200022). */
  origin?: TemplateOrigin
}

export interface TemplateOrigin {
  tid: string
  kidList: number[]
}

interface StoredTemplate {
  template: Template
  /** Templates are listed in the order in which they were added. */
  order: number
  origin?: TemplateOrigin
}

/** The private templates of the account. */
export class Templates {
  readonly #map: PersistentMap<StoredTemplate>

  constructor(
    storage: Storage,
    private readonly random: Random,
  ) {
    this.#map = storage.map('wechat:templates')
  }

  list(): Template[] {
    return this.#ordered().map(({ template }) => structuredClone(template))
  }

  get count(): number {
    return this.#map.size
  }

  find(templateId: unknown): Template | undefined {
    return typeof templateId === 'string' ? this.#map.get(templateId)?.template : undefined
  }

  /** @throws InvalidInputError when there is none */
  require(templateId: unknown): Template {
    const template = this.find(templateId)
    if (!template) throw new InvalidInputError(`There is no template ${JSON.stringify(templateId)}.`)
    return template
  }

  /** The template that was made of the same title and the same keywords of the public library, in whatever order. */
  findByOrigin({ tid, kidList }: TemplateOrigin): Template | undefined {
    const sameKeywords = (other: number[]) => other.length === kidList.length && other.every((kid) => kidList.includes(kid))
    return this.#ordered().find(({ origin }) => origin?.tid === tid && sameKeywords(origin.kidList))?.template
  }

  /** @throws InvalidInputError in words, when the title, the content, the id or the enum values make no sense */
  add(wanted: NewTemplate): Template {
    const { title, content, type = ONE_TIME, templateId, enums = {}, examples = {}, banned = false, device = false, origin } = wanted
    if (typeof title !== 'string' || title.trim() === '') throw new InvalidInputError('title must be a text that is not empty.')
    if (type !== ONE_TIME && type !== LONG_TERM) throw new InvalidInputError('type must be 2 (one-time) or 3 (long-term).')
    const fields = parseContent(content)
    const template: Template = {
      templateId: this.#freeId(templateId),
      title: title.trim(),
      content: formatContent(fields),
      example: formatExample(fields, ({ key }) => examples[key] ?? enums[key]?.[0]),
      type,
      keywordEnumValueList: enumLists(fields, enums),
      fields,
      banned,
      device,
    }
    const order = Math.max(0, ...this.#ordered().map((stored) => stored.order)) + 1
    this.#map.set(template.templateId, { template, order, ...(origin && { origin }) })
    return structuredClone(template)
  }

  /** @throws InvalidInputError when there is none */
  setBanned(templateId: string, banned: boolean): void {
    const template = this.require(templateId)
    const stored = this.#map.get(templateId)
    if (stored) this.#map.set(templateId, { ...stored, template: { ...template, banned } })
  }

  delete(templateId: string): boolean {
    return this.#map.delete(templateId)
  }

  clear(): void {
    this.#map.clear()
  }

  #ordered(): StoredTemplate[] {
    return [...this.#map.values()].sort((a, b) => a.order - b.order)
  }

  #freeId(wanted: string | undefined): string {
    if (wanted === undefined) return newTemplateId(this.random)
    requireId('templateId', wanted)
    if (this.#map.has(wanted)) throw new InvalidInputError(`There is already a template ${wanted}.`)
    return wanted
  }
}

function enumLists(fields: TemplateField[], enums: Record<string, string[]>): Template['keywordEnumValueList'] {
  return Object.entries(enums).map(([key, enumValueList]) => {
    if (!fields.some((field) => field.key === key)) throw new InvalidInputError(`enums names ${key}, which is no keyword of the content.`)
    if (!isListOfTexts(enumValueList)) throw new InvalidInputError(`enums.${key} must be a list of texts.`)
    return { keywordCode: keywordCodeOf(key), enumValueList: [...enumValueList] }
  })
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string' && text !== '')
}
