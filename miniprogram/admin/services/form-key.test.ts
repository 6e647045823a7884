import { FormKey } from './form-key'

function keyed(): FormKey {
  let made = 0
  return new FormKey('key-0', () => `key-${(made += 1)}`)
}

describe('the key of a form', () => {
  it('stays through retries and edits while it is uncertain what became of it', () => {
    const key = keyed()
    key.edited()
    key.edited()
    expect(key.current).toBe('key-0')
  })

  it('stays after an answer for the same content', () => {
    const key = keyed()
    key.settle()
    expect(key.current).toBe('key-0')
  })

  it('is another one after an edit that followed a definite answer, once', () => {
    const key = keyed()
    key.settle()
    key.edited()
    key.edited()
    expect(key.current).toBe('key-1')
  })

  it('is another one when a message was refused and may be sent again', () => {
    const key = keyed()
    key.renew()
    key.edited()
    expect(key.current).toBe('key-1')
  })

  it('differs from form to form', () => {
    expect(new FormKey().current).not.toBe(new FormKey().current)
  })
})
