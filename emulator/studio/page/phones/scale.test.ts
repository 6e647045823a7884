import { deviceOf } from './devices'
import { scaleFor } from './scale'

const phone = deviceOf('standard')

test('a phone is as high as there is room, and never larger than it is', () => {
  expect(scaleFor({ width: 1440, height: 418 }, [phone])).toBe(0.5)
  expect(scaleFor({ width: 1920, height: 2000 }, [phone])).toBe(1)
})

test('two phones leave room for the tools in a window of 1024', () => {
  const scale = scaleFor({ width: 1024, height: 640 }, [phone, phone])
  expect(2 * (375 + 24) * scale + 16 + 33).toBeLessThanOrEqual(1024 - 480)
  expect(scale).toBeGreaterThan(0.6)
})

test('nothing shrinks to what nobody can read', () => {
  expect(scaleFor({ width: 1024, height: 200 }, [deviceOf('tablet'), deviceOf('tablet')])).toBe(0.4)
  expect(scaleFor({ width: 1024, height: 500 }, [])).toBe(1)
})
