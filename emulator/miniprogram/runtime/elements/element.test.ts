/** @jest-environment jsdom */
import { setUpCommon } from './common'
import { BuiltIn } from './element'

test('a component that is made inside one that is gone is set up like any other, and drawn nowhere', () => {
  const begin: (() => void)[] = []
  const gone = { getBackendElement: () => null, data: { hidden: true }, addListener: () => undefined }
  const element = new BuiltIn(gone as never, { observer: () => undefined, lifetime: (name, listener) => void (name === 'created' && begin.push(listener)) })
  setUpCommon(element)
  begin.forEach((listener) => listener())
  expect([element.dom.hasAttribute('hidden'), element.dom.isConnected]).toEqual([true, false])
})
