type Document = Record<string, unknown>

/** As far as queries are asked here; an operator beyond that is an error by name, never a wrong answer. */
export function matches(document: Document, query: Document): boolean {
  return Object.entries(query).every(([key, wanted]) => {
    if (key === '$and') return (wanted as Document[]).every((part) => matches(document, part))
    if (key.startsWith('$')) throw new Error(`stand-in: the operator ${key} is not played`)
    return fits(at(document, key), wanted)
  })
}

const OPERATORS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
  $eq: (value, wanted) => same(value, wanted),
  $ne: (value, wanted) => !same(value, wanted),
  $in: (value, wanted) => (wanted as unknown[]).some((one) => same(value, one)),
  $lt: (value, wanted) => value !== undefined && order(value, wanted) < 0,
  $lte: (value, wanted) => value !== undefined && order(value, wanted) <= 0,
  $gt: (value, wanted) => value !== undefined && order(value, wanted) > 0,
  $gte: (value, wanted) => value !== undefined && order(value, wanted) >= 0,
}

function fits(value: unknown, wanted: unknown): boolean {
  const operators = isPlain(wanted) ? Object.entries(wanted).filter(([key]) => key.startsWith('$')) : []
  if (operators.length === 0) return same(value, wanted)
  return operators.every(([name, operand]) => {
    const operator = OPERATORS[name]
    if (!operator) throw new Error(`stand-in: the operator ${name} is not played`)
    return operator(value, operand)
  })
}

/** Dates by their time; of two values of different kinds neither comes first. */
export function order(a: unknown, b: unknown): number {
  const [left, right] = [comparable(a), comparable(b)]
  if (typeof left !== typeof right) return NaN
  return left < right ? -1 : left > right ? 1 : 0
}

function same(a: unknown, b: unknown): boolean {
  return comparable(a) === comparable(b)
}

function comparable(value: unknown): number | string {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'number' ? value : typeof value === 'string' ? `s${value}` : JSON.stringify(value ?? null)
}

export function at(document: Document, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (isPlain(value) ? value[part] : undefined), document)
}

function isPlain(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !(value instanceof Date) && !Array.isArray(value)
}
