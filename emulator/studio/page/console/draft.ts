import { CALLER_KINDS, type CallerKind } from './caller-kinds'

/** What is in the test box. */
export interface Draft {
  function: string
  text: string
  kind: CallerKind
  /** Of the user who calls; empty for the one whose phone is in use. */
  openid: string
}

export function readDraft(kept: unknown): Draft {
  const draft = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Draft>
  return {
    function: typeof draft.function === 'string' ? draft.function : '',
    text: typeof draft.text === 'string' ? draft.text : '{}',
    kind: CALLER_KINDS.find((kind) => kind === draft.kind) ?? 'console',
    openid: typeof draft.openid === 'string' ? draft.openid : '',
  }
}
