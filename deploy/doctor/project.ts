import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseContent, type TemplateField } from '../../core/templates/template'
import { type Scope } from '../plan/plan'
import { type Variables } from '../variables'
import { type Remembered } from './remembered'

/** A template as deploy/templates.json declares it. */
export interface DeclaredTemplate {
  key: string
  /** `{{env.TEMPLATE_ID_…}}`, or the id itself. */
  templateId: string
  title: string
  type: string
  content: string
  enums?: Record<string, string[] | undefined>
}

/** What this machine knows. */
export interface Project {
  root: string
  variables: Variables
  /** The file of variables to fill in. */
  file: string
  templates: readonly DeclaredTemplate[]
  /** What should be there. @throws Error in words, where it was not built or a variable keeps it from being told */
  scope(): Scope
  remembered: Remembered
  /** Milliseconds. */
  now(): number
}

export const DEPLOY = 'npm run deploy'
export const SET_UP = 'npm run set-up'

/** The id that a declared template gets, and the variable that it comes from. */
export function idOf({ templateId }: DeclaredTemplate, variables: Variables): { id: string; variable?: string } {
  const name = /^\{\{env\.(\w+)\}\}$/.exec(templateId)?.[1]
  return name ? { id: variables[name] ?? '', variable: name } : { id: templateId }
}

export function fieldsOf({ content, enums = {} }: Pick<DeclaredTemplate, 'content' | 'enums'>): TemplateField[] {
  return parseContent(content, Object.fromEntries(Object.entries(enums).map(([key, values]) => [key, values ?? []]))).fields
}

/** The file's object, or an empty one where there is none to read. */
export function readJson(root: string, path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')) as Record<string, unknown>
  } catch {
    return {}
  }
}

/** DevTools reads the private file over the other. */
export function appidOf(root: string): string {
  return String(readJson(root, 'project.private.config.json')['appid'] ?? readJson(root, 'project.config.json')['appid'] ?? '')
}
