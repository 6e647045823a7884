export const LIMITS = ['20', '100', '500'] as const

/** What is asked of a collection. */
export interface Question {
  /** JSON, or '' for everything. */
  asked: string
  limit: (typeof LIMITS)[number]
}

/** What the browser kept, as far as it makes sense. */
export function readQuestion(kept: unknown): Question {
  const { asked, limit } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Question>
  return { asked: typeof asked === 'string' ? asked : '', limit: LIMITS.find((each) => each === limit) ?? '20' }
}
