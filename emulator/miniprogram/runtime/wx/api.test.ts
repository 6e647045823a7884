import { Network, networkNamed } from '../device/network'
import { api, ApiError, type WxFailure } from './api'
import { createAnimation } from './animation'

test('without callbacks it gives a promise', async () => {
  expect(await api('a', () => ({ x: 1 }))()).toEqual({ errMsg: 'a:ok', x: 1 })
  await expect(api('a', () => Promise.reject(new Error('broken')))()).rejects.toEqual({ errMsg: 'a:fail broken' })
})

test('with any callback it gives nothing, and calls them in order', async () => {
  const called: unknown[] = []
  const note = (name: string) => (result: unknown) => void called.push([name, result])
  const failing = api('b', () => {
    throw new ApiError('no', 7)
  })
  expect(api('a', () => undefined)({ success: note('success'), complete: note('complete') })).toBeUndefined()
  const failed = await new Promise<WxFailure>((fail) => failing({ fail }))
  expect(called).toEqual([['success', { errMsg: 'a:ok' }], ['complete', { errMsg: 'a:ok' }]])
  expect(failed).toEqual({ errCode: 7, errMsg: 'b:fail no' })
})

test('what is no function is no callback', async () => {
  const failing = api('b', () => {
    throw new ApiError('no')
  })
  await expect(failing({ fail: Promise.resolve() })).rejects.toEqual({ errMsg: 'b:fail no' })
  expect(await new Promise((complete) => failing({ fail: 'x', complete }))).toEqual({ errMsg: 'b:fail no' })
  expect(await api('a', () => undefined)(null)).toEqual({ errMsg: 'a:ok' })
})

test('it begins at once, within the tap', () => {
  let begun = false
  void api('a', () => void (begun = true))()
  expect(begun).toBe(true)
})

describe('the network', () => {
  test('tells when it changes, and lets nothing pass where there is none', async () => {
    const network = new Network()
    const seen: unknown[] = []
    network.changed.on((change) => seen.push(change))
    await network.pass()
    network.set('none')
    network.set('none')
    expect(seen).toEqual([{ isConnected: false, networkType: 'none' }])
    await expect(network.pass()).rejects.toThrow('request:fail no network')
  })

  test.each([
    ['offline', 'none'],
    ['slow', '2g'],
    ['normal', 'wifi'],
    ['4g', '4g'],
    ['lte', undefined],
  ])('%s means %s', (name, type) => {
    expect(networkNamed(name)).toBe(type)
  })
})

test('an animation collects steps of styles, with units', () => {
  const animation = createAnimation({ duration: 100 }) as Record<string, (...args: unknown[]) => typeof animation> & { export(): unknown }
  animation.translate?.(10, '5%').rotate?.(45).opacity?.(0.5).step?.().width?.(20).step?.({ delay: 5 })
  expect(animation.export()).toEqual({
    actions: [
      { styles: { opacity: '0.5', transform: 'translate(10px,5%) rotate(45deg)' }, duration: 100, delay: 0, timingFunction: 'linear' },
      { styles: { width: '20px' }, duration: 100, delay: 5, timingFunction: 'linear' },
    ],
  })
  expect(animation.export()).toEqual({ actions: [] })
})
