/** Whether a value anywhere in the document is that number, or a text with `wanted` (in small letters) in it; names of fields do not count. */
export function holdsText(value: unknown, wanted: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(wanted)
  if (typeof value === 'number') return String(value) === wanted
  if (value instanceof Date) return value.toISOString().toLowerCase().includes(wanted)
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((each) => holdsText(each, wanted))
}
