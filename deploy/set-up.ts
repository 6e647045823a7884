// Creates what an environment needs beside its functions: collections, indexes, their rights, and who may call which function.
// May be run again: what is there already stays. Never tried against the real cloud; see docs/going-live.md.
import CloudBase from '@cloudbase/manager-node'
import { readPrefix } from '../core/ports/prefix'
import ENVIRONMENT from './environment.json'
import { readVariables } from './variables'

export interface CollectionPlan {
  acl: string
  rule?: object
  indexes?: { name: string; unique?: boolean; keys: (string | number)[][] }[]
}

/** The part of @cloudbase/manager-node that is used here. */
export interface Manager {
  database: {
    createCollectionIfNotExists(name: string): Promise<unknown>
    checkIndexExists(collection: string, index: string): Promise<{ Exists: boolean }>
    updateCollection(collection: string, changes: object): Promise<unknown>
  }
  commonService(): { call(request: { Action: string; Param: object }): Promise<unknown> }
  permission: { modifyResourcePermission(request: object): Promise<unknown> }
}

/**
 * @param prefix  of the collections' names
 * @param tell  told each step before it is taken, so that a failure says which one it was
 */
export async function setUp(manager: Manager, envId: string, prefix: string, tell: (step: string) => void): Promise<void> {
  for (const [named, plan] of Object.entries<CollectionPlan>(ENVIRONMENT.collections)) {
    const name = prefix + named
    tell(`collection ${name}`)
    await manager.database.createCollectionIfNotExists(name)
    for (const index of plan.indexes ?? []) await addIndex(manager, name, index, tell)
    tell(`rights of ${name}: ${plan.acl}`)
    const Rule = plan.rule && JSON.stringify(plan.rule)
    await manager.commonService().call({ Action: 'ModifySafeRule', Param: { EnvId: envId, CollectionName: name, AclTag: plan.acl, ...(Rule && { Rule }) } })
  }
  tell('function rules')
  await manager.permission.modifyResourcePermission({
    resourceType: 'function',
    permission: 'CUSTOM',
    securityRule: JSON.stringify(ENVIRONMENT.functionRules),
  })
}

type IndexPlan = NonNullable<CollectionPlan['indexes']>[number]

async function addIndex(manager: Manager, collection: string, { name, unique = false, keys }: IndexPlan, tell: (step: string) => void): Promise<void> {
  // The API throws for an index that does not exist.
  const { Exists } = await manager.database.checkIndexExists(collection, name).catch(() => ({ Exists: false }))
  if (Exists) return
  tell(`index ${collection}.${name}`)
  const MgoIndexKeys = keys.map(([Name, direction]) => ({ Name: String(Name), Direction: String(direction) }))
  await manager.database.updateCollection(collection, { CreateIndexes: [{ IndexName: name, MgoKeySchema: { MgoIsUnique: unique, MgoIndexKeys } }] })
}

async function main(): Promise<void> {
  const { TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey, TCB_ENV_ID: envId } = process.env
  if (!secretId || !secretKey || !envId) throw new Error('Set TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY and TCB_ENV_ID in the environment of this command.')
  const manager = new CloudBase({ secretId, secretKey, envId, region: 'ap-shanghai' })
  await setUp(manager as unknown as Manager, envId, readPrefix(readVariables()), (step) => console.log(step))
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(`Stopped at the step above: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  })
