import { contractTarget } from './contract'
import { functionTargets, inProcess, inProcesses } from './functions'
import { gatewayTarget } from './gateway'
import { startFuzzedCloud } from './local-cloud'
import { type Target } from './target'
import { functionsHere, worldToFuzz } from './world'

/** Everything that takes input from outside, ready for it. */
export async function startTargets(): Promise<{ targets: readonly Target[]; addresses(): Promise<string[]>; close(): Promise<void> }> {
  const functions = functionsHere()
  const [world, cloud] = [await worldToFuzz(), await startFuzzedCloud()]
  const targets = [
    ...functionTargets(world, functions, { name: 'functions', share: 54.8 }, inProcess(functions)),
    ...functionTargets(world, functions, { name: 'processes', share: 0.2, handful: 2 }, inProcesses(world)),
    contractTarget(cloud, 20),
    gatewayTarget(cloud, 25),
  ]
  const addresses = async (): Promise<string[]> => {
    const { text } = await cloud.ask({ method: 'GET', path: '/emulator' })
    const routes = JSON.parse(text) as { method: string; path: string }[]
    // A stream has no input.
    return routes.map(({ method, path }) => `${method} ${path}`).filter((route) => !route.endsWith('/changes'))
  }
  return { targets, addresses, close: async () => void (await Promise.all([world.local.close(), cloud.close()])) }
}
