import ENVIRONMENT from './environment.json'
import { setUp, type Manager } from './set-up'

interface Recorded {
  collections: string[]
  indexes: [collection: string, name: string, keys: unknown][]
  rights: Record<string, unknown>[]
  functionRules: unknown
}

/** What the management API was asked; it knows the given indexes already. */
function recorder(known: string[] = []): { manager: Manager; recorded: Recorded } {
  const recorded: Recorded = { collections: [], indexes: [], rights: [], functionRules: undefined }
  const manager: Manager = {
    database: {
      createCollectionIfNotExists: async (name) => void recorded.collections.push(name),
      checkIndexExists: async (_collection, index) => {
        if (!known.includes(index)) throw new Error('ResourceNotFound')
        return { Exists: true }
      },
      updateCollection: async (collection, changes) => {
        const { CreateIndexes } = changes as { CreateIndexes: { IndexName: string; MgoKeySchema: { MgoIndexKeys: unknown } }[] }
        for (const index of CreateIndexes) recorded.indexes.push([collection, index.IndexName, index.MgoKeySchema.MgoIndexKeys])
      },
    },
    commonService: () => ({ call: async ({ Param }) => void recorded.rights.push(Param as Record<string, unknown>) }),
    permission: { modifyResourcePermission: async (request) => void (recorded.functionRules = request) },
  }
  return { manager, recorded }
}

describe('setting up an environment', () => {
  it('creates every collection with its indexes and rights, and the function rules', async () => {
    const { manager, recorded } = recorder()
    await setUp(manager, 'env-1', 'sm_', () => undefined)
    expect(recorded.collections).toEqual(Object.keys(ENVIRONMENT.collections).map((name) => `sm_${name}`))
    expect(recorded.indexes).toContainEqual([
      'sm_messages',
      'state_due',
      [
        { Name: 'state', Direction: '1' },
        { Name: 'dueAt', Direction: '1' },
      ],
    ])
    expect(recorded.rights).toContainEqual({
      EnvId: 'env-1',
      CollectionName: 'sm_authorizations',
      AclTag: 'CUSTOM',
      Rule: JSON.stringify(ENVIRONMENT.collections.authorizations.rule),
    })
    expect(recorded.functionRules).toMatchObject({ resourceType: 'function', securityRule: JSON.stringify(ENVIRONMENT.functionRules) })
  })

  it('leaves indexes that exist as they are', async () => {
    const { manager, recorded } = recorder(['state_due'])
    await setUp(manager, 'env-1', 'sm_', () => undefined)
    expect(recorded.indexes.map(([, name]) => name)).not.toContain('state_due')
  })

  it('says which step it stopped at', async () => {
    const { manager } = recorder()
    manager.database.createCollectionIfNotExists = (name) => (name === 'sm_pushes' ? Promise.reject(new Error('no')) : Promise.resolve())
    const steps: string[] = []
    await expect(setUp(manager, 'env-1', 'sm_', (step) => void steps.push(step))).rejects.toThrow('no')
    expect(steps.at(-1)).toBe('collection sm_pushes')
  })
})
