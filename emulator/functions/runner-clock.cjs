// @ts-check
const RealDate = Date
const realNow = Date.now
let offsetMs = 0

const now = () => realNow() + offsetMs

/** @param {number} ms emulated time minus the machine's */
exports.setOffset = (ms) => {
  offsetMs = ms
}

/** Makes `new Date()`, `Date()` and `Date.now()` give emulated time. To be called before any code that keeps a copy of Date. */
exports.emulateTime = () => {
  RealDate.now = now
  const EmulatedDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length > 0 ? args : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
  })
  RealDate.prototype.constructor = EmulatedDate
  globalThis.Date = EmulatedDate
}
