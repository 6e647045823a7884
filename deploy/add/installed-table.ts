/** Text of services/installed.js: where our pages live in their project, which there are, and what their functions are called. */
export function installedTable({ folder, functions, pages }: { folder: string; functions: Record<string, string>; pages: string[] }): string {
  return `exports.INSTALLED = ${JSON.stringify({ folder, functions, pages }, null, 2)}\n`
}
