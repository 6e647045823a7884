import { callerKeyId, isThisKey, newCallerKey, scopeOf, type CallerKey } from './caller-key'

describe('a caller key', () => {
  it('is found by the id in it, and known by its hash alone', () => {
    const { key, _id, hash } = newCallerKey()
    expect(key).toMatch(/^smk_[a-z0-9]{10}_[A-Za-z0-9]{40}$/)
    expect(callerKeyId(key)).toBe(_id)
    expect(isThisKey({ hash }, key)).toBe(true)
    for (const other of [`${key.slice(0, -1)}${key.endsWith('x') ? 'y' : 'x'}`, '', newCallerKey().key]) expect(isThisKey({ hash }, other)).toBe(false)
    expect(isThisKey({ hash: '' }, key)).toBe(false)
    for (const none of [undefined, null, 3, [key], '', 'smk_', `${key} `, key.toUpperCase(), `smk_${_id}_`]) expect(callerKeyId(none)).toBeUndefined()
  })

  it('of which something odd is stored allows nothing by it', () => {
    const odd = (row: object): unknown => scopeOf(row as CallerKey)
    expect(odd({ perDay: 10 })).toEqual({ perDay: 10 })
    for (const perDay of ['10', -1, NaN, null, {}, undefined]) expect(odd({ perDay })).toEqual({ perDay: 0 })
    for (const only of [null, 'all', {}, 3]) expect(odd({ only, perDay: 1 })).toEqual({ templates: [], perDay: 1 })
    expect(odd({ only: ['a', 3], perDay: 1 })).toEqual({ templates: ['a'], perDay: 1 })
    expect(odd({ only: [], perDay: 0 })).toEqual({ templates: [], perDay: 0 })
    expect(odd({ perDay: 1.9 })).toEqual({ perDay: 1 })
    expect(odd({ perDay: 0.9 })).toEqual({ perDay: 0 })
  })
})
