import { join } from 'node:path'
import ts from 'typescript'
import { printTypes } from './print-types'

/**
 * Declarations beside the modules that others import: file name without ending → text. What they take from `core/` is written out, so that no
 * import leads out of the payload.
 * @param root  of the mini-program @param modules  below it, without endings
 */
export function declarationsOf(root: string, modules: readonly string[]): Map<string, string> {
  const files = modules.map((module) => join(root, `${module}.ts`))
  const program = programOf(root, files)
  const made = new Map<string, string>()
  for (const [place, file] of files.entries()) {
    const module = modules[place] ?? ''
    const source = sourceIn(program, file)
    let text = ''
    program.emit(source, (_, content) => {
      text = content
    }, undefined, true)
    made.set(module, /from '[^']*\/core\/|import\("[^"]*\/core\//.test(text) ? printTypes(program.getTypeChecker(), source) : text.replace(/^export \{\};\n/m, ''))
  }
  return made
}

function sourceIn(program: ts.Program, file: string): ts.SourceFile {
  const source = program.getSourceFile(file)
  if (!source) throw new Error(`there is no ${file}`)
  return source
}

function programOf(root: string, files: readonly string[]): ts.Program {
  return ts.createProgram([...files], {
    target: ts.ScriptTarget.ES2018,
    lib: ['lib.es2020.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ['miniprogram-api-typings'],
    typeRoots: [join(root, '../node_modules/@types'), join(root, '../node_modules')],
    strict: true,
    declaration: true,
    emitDeclarationOnly: true,
    skipLibCheck: true,
  })
}
