import { buildMiniProgram, type MiniProgramBuild, type MiniProgramOptions } from '../miniprogram/build/builder'
import { bundleRuntime } from '../miniprogram/build/runtime-bundle'
import { bundlePage } from '../studio/bundle'

/** Files by name, as bytes. */
export type BuiltFiles = Record<string, Uint8Array<ArrayBuffer>>

/** What a phone needs of a build; the script and its source map are among the files. */
export interface BuiltMiniProgram extends Pick<MiniProgramBuild, 'problems' | 'failed' | 'styles'> {
  name: string
  files: BuiltFiles
}

/** What the process can do. Everything that takes long, and much of which cannot be interrupted: compilers, bundlers, reading trees. */
export const JOBS = {
  async miniProgram(options: MiniProgramOptions): Promise<BuiltMiniProgram> {
    const { manifest, script, sourceMap, styles, problems, failed } = await buildMiniProgram(options)
    return { name: manifest.name, styles, problems, failed, files: { 'app.js': encode(script), 'app.js.map': encode(sourceMap) } }
  },
  /** What every phone loads before its mini-program. */
  runtime: (): Promise<BuiltFiles> => bundleRuntime(),
  /** The page at `/`. */
  studio: (): Promise<BuiltFiles> => bundlePage(),
}

export type Jobs = typeof JOBS
export type JobName = keyof Jobs
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0]
export type JobResult<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
