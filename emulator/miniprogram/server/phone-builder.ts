import { type BuildProcess } from '../../build-process/build-process'
import { type BuiltMiniProgram } from '../../build-process/jobs'
import { Asset } from '../../http/asset'
import { Bundle } from '../../http/bundle'
import { type MiniProgramOptions } from '../build/builder'
import { problemInWords, type Problem } from '../build/problem'
import { phonePage } from './phone-page'

/** Below it are the files that the document of a phone names. */
const FOLDER = '/miniprogram/@/'

/** The mini-program as it was at one moment, ready to be served. */
export interface BuiltPhone {
  /** @param allowedHosts  that its page may load pictures and fonts from */
  document(allowedHosts: readonly string[]): Asset
  files: Bundle
  /** In words, where nothing can be shown: a phone shows them in place of the mini-program. */
  errors: string[]
}

/** Builds the mini-program of one folder. A build is kept until `invalidate()`. */
export class PhoneBuilder {
  #build: Promise<BuiltPhone> | undefined
  /** A document that was just read may still ask for the files of the build before. */
  #before: Bundle | undefined

  constructor(
    private readonly options: MiniProgramOptions,
    private readonly builder: BuildProcess,
    private readonly runtime: () => Promise<Bundle>,
  ) {}

  get root(): string {
    return this.options.root
  }

  /** Rejects only when nothing can be built at all: what is wrong in the sources is in `errors`. A failed attempt is not kept. */
  build(): Promise<BuiltPhone> {
    if (!this.#build) {
      const build = this.#make()
      this.#build = build
      build.catch(() => {
        if (this.#build === build) this.#build = undefined
      })
    }
    return this.#build
  }

  /** To be called when a file below the root has changed. */
  invalidate(): void {
    const last = this.#build
    this.#build = undefined
    last?.then(
      ({ files }) => {
        this.#before = files
      },
      () => undefined,
    )
  }

  /** A file by its path below the folder. */
  async find(path: string): Promise<ReturnType<Bundle['find']>> {
    return (await this.build()).files.find(path) ?? this.#before?.find(path)
  }

  async #make(): Promise<BuiltPhone> {
    const [built, runtime] = await Promise.all([this.builder.run('miniProgram', this.options), this.runtime()])
    const files = new Bundle(built.files)
    const folders = { runtime: `${FOLDER}${runtime.hash}/`, app: `${FOLDER}${files.hash}/` }
    return { document: documentOf(built, folders), files, errors: built.failed ? errorsIn(built.problems) : [] }
  }
}

function documentOf(built: BuiltMiniProgram, folders: Omit<Parameters<typeof phonePage>[1], 'allowedHosts'>): BuiltPhone['document'] {
  let made: { key: string; document: Asset } | undefined
  return (allowedHosts) => {
    const key = allowedHosts.join()
    if (made?.key !== key) made = { key, document: new Asset('text/html; charset=utf-8', new TextEncoder().encode(phonePage(built, { ...folders, allowedHosts }))) }
    return made.document
  }
}

function errorsIn(problems: Problem[]): string[] {
  return problems.filter(({ severity }) => severity === 'error').map(problemInWords)
}
