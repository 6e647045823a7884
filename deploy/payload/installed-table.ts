/** What decides where things stand in a project that takes the parts up. */
export interface InstalledIn {
  /** Folder below miniprogramRoot, without slashes around it. */
  folder: string
  /** Names under which the functions are deployed there. */
  functions: { subscribe: string; push: string }
  /** Pages of ours that are there, as addresses below the folder: `pages/subscribe/subscribe`. */
  pages: readonly string[]
  /** Page that opens without an address: `entryPagePath` of their app.json, or the first of its pages. */
  home: string
  /** What their users know their mini-program by, for the sample cards; without it the cards bear no name. */
  name?: string
  /** Pages of ours that they made tabs of, in the order of the tab bar. */
  tabs?: readonly string[]
}

/** The text of `services/installed.js` there: the one file of the payload that is another in each project. */
export function installedTable({ folder, functions, pages, home, name = '', tabs = [] }: InstalledIn): string {
  const table = { folder, functions: { subscribe: functions.subscribe, push: functions.push }, pages, tabs, name, home }
  return `"use strict";
// Where the parts of 订阅消息 stand in this project. Written by the command that adds them; run it again rather than edit this.
Object.defineProperty(exports, "__esModule", { value: true });
exports.INSTALLED = ${JSON.stringify(table, null, 2)};
`
}
