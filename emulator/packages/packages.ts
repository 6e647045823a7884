import { join } from 'node:path'
import { type Project } from '../project/project'
import { install } from './install'
import { missingInFunction, missingInMiniProgram } from './missing'

/** Packages that a project asks for and does not hold, in the data folder: nothing is ever written into the project. */
export class Packages {
  /** @param folder  below the data folder; undefined where nothing is kept */
  constructor(private readonly folder: string | undefined) {}

  /** A folder with the node_modules of the mini-program. */
  get ofMiniProgram(): string | undefined {
    return this.folder && join(this.folder, 'mini-program')
  }

  /** The node_modules folder of one function. */
  ofFunction(name: string): string | undefined {
    return this.folder && join(this.folder, 'functions', name, 'node_modules')
  }

  /**
   * Installs with npm what is missing; scripts of packages are not run. What cannot be had is told and left out.
   * @param say  told in words what is done, and what went wrong
   */
  async install(project: Project, say: (text: string) => void): Promise<void> {
    if (this.folder === undefined) return
    await install(join(this.folder, 'mini-program'), missingInMiniProgram(project), 'the mini-program', say)
    for (const each of project.functions) {
      await install(join(this.folder, 'functions', each.name), missingInFunction(each), `the function ${each.name}`, say)
    }
  }
}
