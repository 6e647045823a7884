import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Storage } from '../storage/storage'
import { parseCloudbaserc, readCloudbaserc, variablesUsedIn } from './cloudbaserc'
import { readEnvironmentFile } from './environment-file'
import { readFunctions } from './function-config'
import { generateVariables } from './generated-variables'
import { objectAt, readJsonFile, textAt, textsAt, type JsonObject } from './json-file'
import { readMiniProgram } from './mini-program'
import type { Project } from './project'
import { isRealKey, realKeysIn, withoutRealKeys } from './real-keys'
import { readEnvFiles } from './variables'

export interface LoadOptions {
  /** Keeps the values of `emulator.generate`. */
  storage?: Storage
  /** Which `.env.<mode>` is read on top of `.env` and `.env.local`. */
  mode?: string
  /** The real environment, which outranks every `.env` file. Default: that of this process. */
  environment?: Record<string, string | undefined>
}

const DEFAULT_ENV = 'local-env'
const DEFAULT_FUNCTION_ROOT = 'cloudfunctions/'

/**
 * Reads what the local cloud needs of a WeChat cloud-development project. Every file is optional.
 * Cheap, and without effect but for newly generated variables: call it again to see what changed on disk.
 * @param dir  folder of the project
 * @throws Error in words with the file and the next step, when something in the folder is wrong
 */
export function loadProject(dir: string, options: LoadOptions = {}): Project {
  const root = resolve(dir)
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`The project folder ${root} does not exist. Name one that does with --project.`)
  }
  const packagePath = join(root, 'package.json')
  const settings = objectAt(readJsonFile(packagePath) ?? {}, 'emulator', packagePath)
  const miniProgram = readMiniProgram(root)

  const cloudbasercPath = join(root, 'cloudbaserc.json')
  const cloudbasercText = readCloudbaserc(cloudbasercPath)
  const { variables, realKeys } = readVariables(root, textsAt(settings, 'generate', packagePath), variablesUsedIn(cloudbasercText), options)
  const cloudbaserc = parseCloudbaserc(cloudbasercText, cloudbasercPath, variables, DEFAULT_ENV)

  const functionRoot = miniProgram.cloudfunctionRoot ?? cloudbaserc.functionRoot ?? DEFAULT_FUNCTION_ROOT
  const functions = readFunctions(join(root, functionRoot), cloudbaserc)
  const inFunctions = realKeysIn(...functions.map((each) => each.variables))
  const environmentFile = textAt(settings, 'environment', packagePath)
  const seed = textAt(settings, 'seed', packagePath)
  const names = functions.map(({ name }) => name)
  const inConsole = environmentFile === undefined ? undefined : readEnvironmentFile(join(root, environmentFile), names, variables)
  return {
    dir: root,
    appid: miniProgram.appid,
    appName: miniProgram.appName,
    miniProgramRoot: miniProgram.root,
    compilerPlugins: miniProgram.compilerPlugins,
    env: cloudbaserc.envId ?? DEFAULT_ENV,
    anyEnv: cloudbaserc.envId === undefined,
    pages: miniProgram.pages,
    functions: functions.map((each) => ({ ...each, variables: withoutRealKeys(each.variables) })),
    variables,
    realKeys: [...new Set([...realKeys, ...inFunctions])].sort(),
    ...(inConsole ?? { collections: {}, collectionPrefix: '', functionRules: {}, messagePush: [] }),
    build: readBuild(settings, root, packagePath),
    seed: seed === undefined ? undefined : join(root, seed),
  }
}

function readBuild(settings: JsonObject, root: string, packagePath: string): Project['build'] {
  const build = objectAt(settings, 'build', packagePath)
  const command = textAt(build, 'command', packagePath)
  return command === undefined ? undefined : { command, watch: textsAt(build, 'watch', packagePath).map((folder) => join(root, folder)) }
}

/** Only what the project names: the rest of the machine's environment is none of its business. */
function readVariables(dir: string, generate: string[], used: string[], options: LoadOptions): Pick<Project, 'variables' | 'realKeys'> {
  const { environment = process.env } = options
  const fromFiles = readEnvFiles(dir, options.mode)
  const realKeys = realKeysIn(environment, fromFiles)
  const variables: Record<string, string> = {}
  for (const name of [...Object.keys(fromFiles), ...used, ...generate]) {
    const value = environment[name] ?? fromFiles[name]
    if (value !== undefined && !isRealKey(name, value)) variables[name] = value
  }
  // A variable that is set, but empty, is not set: `OPERATOR_KEY=` in a .env file asks for a generated one.
  const generated = generateVariables(generate.filter((name) => !variables[name]), options.storage)
  return { variables: { ...variables, ...generated }, realKeys }
}
