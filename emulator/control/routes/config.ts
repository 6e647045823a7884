import { type Cloud } from '../cloud'
import { get, type Route } from '../route'
import { object } from '../shape'

export function configRoutes(cloud: Cloud): Route[] {
  const about = 'what runs: appid, environment, users, templates, functions, what the seed told'
  return [get('/emulator/config', about, object({}), () => configOf(cloud))]
}

/** What the platform knows, completed by what the seed told of its own users and templates (roles, keys, …). */
function configOf(cloud: Cloud): Record<string, unknown> {
  const { wechat, functions } = cloud
  const project = cloud.project()
  const { users, templates, ...rest } = cloud.seeded()
  return {
    url: cloud.url,
    appid: project.appid,
    appName: project.appName,
    env: project.env,
    project: project.dir,
    variables: project.variables,
    functions: functions.names(),
    pages: project.pages,
    ...rest,
    users: completed(wechat.users(), users, 'openid'),
    templates: completed(wechat.templates(), templates, 'templateId'),
  }
}

function completed<T extends object>(known: T[], told: unknown, idKey: string): object[] {
  const entries = (Array.isArray(told) ? told : []).filter((entry): entry is object => typeof entry === 'object' && entry !== null)
  const byId = new Map(entries.map((entry) => [Reflect.get(entry, idKey), entry]))
  return known.map((item) => ({ ...item, ...byId.get(Reflect.get(item, idKey)) }))
}
