import { type Variables } from '../variables'

/** The environment that each version of the mini-program talks to. */
export interface VersionEnvironments {
  develop: string
  trial: string
  release: string
}

/** What the files of variables say; undefined where there is no such file. */
export interface VariableFiles {
  local?: Variables
  staging?: Variables
  production?: Variables
}

/**
 * With two files, who develops and who tries out is in the staging environment, and users are in the production one; with one file all
 * are in the same. What a half-filled pair would mean is not guessed.
 * @returns the environments, or in words what is missing
 */
export function versionEnvironments({ local, staging, production }: VariableFiles): VersionEnvironments | string {
  if (staging && production) {
    const [trial, release] = [staging['TCB_ENV_ID'] ?? '', production['TCB_ENV_ID'] ?? '']
    if (!trial || !release) return `${trial ? '.env.production' : '.env.staging'} 里没有 TCB_ENV_ID：请写上环境 ID，再运行一次。`
    if (trial === release) return '.env.staging 和 .env.production 里的 TCB_ENV_ID 一样：试用的和正式的要是两个环境。'
    return checked({ develop: trial, trial, release })
  }
  if (staging || production) return `只有 ${staging ? '.env.staging' : '.env.production'}：两个环境要两个文件，请把另一个也建好；只用一个环境就只写 .env.local。`
  const env = local?.['TCB_ENV_ID']
  if (!env) return '.env.local 里没有 TCB_ENV_ID：请写上环境 ID，再运行一次。'
  return checked({ develop: env, trial: env, release: env })
}

/** They become code: nothing but an environment's id may stand in it. */
function checked(environments: VersionEnvironments): VersionEnvironments | string {
  const wrong = Object.values(environments).find((env) => !/^[A-Za-z0-9_-]{1,64}$/.test(env))
  return wrong === undefined ? environments : `TCB_ENV_ID 的值「${wrong}」不是环境 ID：只能有字母、数字和 - _。`
}

const LINE = /^( {2}(develop|trial|release): ')[^']*(',)$/gm

/** The file with its three values replaced; everything else of it stays. */
export function writeEnvironments(source: string, environments: VersionEnvironments): string {
  return source.replace(LINE, (_whole, before: string, version: keyof VersionEnvironments, after: string) => `${before}${environments[version]}${after}`)
}
