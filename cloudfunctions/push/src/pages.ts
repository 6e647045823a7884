import { type Ports } from '../../../core/ports'
import app from '../../../miniprogram/app.json'

/** Of the mini-program beside these functions, as it was when they were built. */
export const PAGES: readonly string[] = [...app.pages, ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]

/** With the pages of this project, unless those of another are declared. */
export function knowingPages(ports: Ports): Ports {
  return { ...ports, settings: { pages: PAGES, ...ports.settings } }
}
