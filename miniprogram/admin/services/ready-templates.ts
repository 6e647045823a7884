import { type Template } from '../../services/answers'

/** Templates that messages can be sent with; those that everybody uses most come first. */
export function readyTemplates(templates: readonly Template[]): Template[] {
  const ready = templates.filter(({ enabled, isPlaceholder }) => enabled && !isPlaceholder)
  return [...ready.filter(({ type }) => type === 'one-time'), ...ready.filter(({ type }) => type === 'long-term')]
}
