import { InvalidInputError } from './input-error'
import { DEFAULT_SWITCHES, type SwitchChanges, type Switches } from './switches'

/** What a switch takes; a list names its only values. */
type Kind = 'boolean' | 'count' | 'count or null' | 'integer' | 'texts' | readonly string[]

const KINDS: { [Group in keyof Switches]: { [Key in keyof Switches[Group]]: Kind } } = {
  quota: { wipeOnReject: 'boolean', onReallow: ['nothing', 'restore'], cap: 'count or null', consumeOn: ['success', 'attempt'] },
  events: {
    popupOnSilentAccept: 'boolean',
    changeFromSettings: 'boolean',
    listShape: ['object', 'array'],
    listPlace: ['top', 'wrapped'],
    itemNumbers: ['string', 'int'],
    msgidType: ['string', 'int'],
    createTimeType: ['int', 'string'],
    sentErrorCode: 'integer',
    duplicate: 'boolean',
  },
  fields: { charCount: ['codePoints', 'utf16'], emoji: ['refuse', 'allow'] },
  send: {
    checkOrder: ['subscription-first', 'data-first'],
    pageCheck: ['formal', 'always', 'never'],
    leadingSlash: ['tolerated', 'refused'],
    returnMsgid: 'boolean',
    errmsgSuffix: ['rid', 'hint', 'none'],
    argumentErrmsgMax: 'count or null',
    concurrencyPerUser: 'boolean',
    dailyCap: 'count',
    sensitiveWords: 'texts',
  },
  templates: { max: 'count', acceptSnakeCase: 'boolean' },
  panel: { maxIds: 'count', alwaysBoxAfter: 'count', cancelStyle: ['reject', 'fail'] },
  privacy: { declared: 'texts', asks: 'boolean' },
  content: { riskyWords: 'texts', reviewWords: 'texts' },
}

/** The switches of one platform, changeable at run time. */
export class SwitchBoard {
  readonly #initial: Switches
  #current: Switches

  /** @throws InvalidInputError naming the first unknown switch or impossible value */
  constructor(changes: SwitchChanges = {}) {
    this.#initial = withChanges(DEFAULT_SWITCHES, changes)
    this.#current = this.#initial
  }

  get current(): Switches {
    return this.#current
  }

  /** @throws InvalidInputError naming the first unknown switch or impossible value; nothing is changed then */
  set(changes: SwitchChanges): void {
    this.#current = withChanges(this.#current, changes)
  }

  /** Back to what the platform was started with. */
  reset(): void {
    this.#current = this.#initial
  }
}

function withChanges(switches: Switches, changes: SwitchChanges): Switches {
  requirePossible(changes)
  return structuredClone({
    quota: { ...switches.quota, ...changes.quota },
    events: { ...switches.events, ...changes.events },
    fields: { ...switches.fields, ...changes.fields },
    send: { ...switches.send, ...changes.send },
    templates: { ...switches.templates, ...changes.templates },
    panel: { ...switches.panel, ...changes.panel },
    privacy: { ...switches.privacy, ...changes.privacy },
    content: { ...switches.content, ...changes.content },
  })
}

/** Changes come from JSON too, so their names and values are checked. */
function requirePossible(changes: SwitchChanges): void {
  const groups: Record<string, Record<string, Kind>> = KINDS
  for (const [group, values] of Object.entries(changes)) {
    const kinds = Object.hasOwn(groups, group) ? groups[group] : undefined
    if (!kinds) throw new InvalidInputError(`There are no switches named ${group}; there are ${Object.keys(groups).join(', ')}.`)
    if (values === undefined) continue
    if (typeof values !== 'object' || values === null) throw new InvalidInputError(`${group} must be an object of switches.`)
    for (const [key, value] of Object.entries<unknown>(values)) requirePossibleValue(`${group}.${key}`, kinds, key, value)
  }
}

function requirePossibleValue(name: string, kinds: Record<string, Kind>, key: string, value: unknown): void {
  const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined
  if (!kind) throw new InvalidInputError(`There is no switch ${name}; there are ${Object.keys(kinds).join(', ')}.`)
  if (isPossible(kind, value)) return
  const expected = typeof kind === 'string' ? kind : kind.join(' or ')
  throw new InvalidInputError(`The switch ${name} takes ${expected}, not ${JSON.stringify(value)}.`)
}

function isPossible(kind: Kind, value: unknown): boolean {
  if (typeof kind !== 'string') return kind.some((choice) => choice === value)
  switch (kind) {
    case 'boolean':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isSafeInteger(value)
    case 'count':
      return Number.isSafeInteger(value) && Number(value) >= 0
    case 'count or null':
      return value === null || isPossible('count', value)
    case 'texts':
      return Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '')
  }
}
