import { Db } from '@cloudbase/database'
import { type Session } from '../../../session'
import { notAvailable } from '../../not-available'
import { errorOf } from '../cloud-error'
import { collectionOf } from './collection'
import { type Data, RequestFailure } from './run'
import { type Collection } from './sdk'

export interface DatabaseOptions {
  /** Default true: `doc().get()` of a missing document fails; otherwise its data is null. */
  throwOnNotFound?: boolean
}

/** `wx.cloud.database()`: requests go out as the user, under permissions and security rules. */
export function clientDatabase(session: Session, { throwOnNotFound = true }: DatabaseOptions = {}): object {
  const { cloud, openid, toasts } = session
  Db.reqClass = class {
    async send(action: string, body: Data): Promise<unknown> {
      try {
        return await cloud.post('/emulator/client-database', { openid, action, body: JSON.parse(JSON.stringify(body)) as Data })
      } catch (error) {
        throw new RequestFailure(errorOf(error))
      }
    }
  } as unknown as typeof Db.reqClass
  const db = new Db({ env: 'local' })
  const { command, Geo, serverDate, RegExp } = db as unknown as { command: { in(values: unknown[]): unknown }; Geo: object; serverDate: unknown; RegExp: unknown }
  const collection = (name: string): object =>
    collectionOf({ session, name, throwOnNotFound, oneOf: (values) => command.in(values), collection: db.collection(name) as unknown as Collection })
  const shapes = Object.fromEntries(Object.entries(Geo).map(([name, shape]: [string, unknown]) => [name, callable(shape)]))
  return notAvailable({ command, Geo: shapes, serverDate, RegExp, collection }, 'db', toasts)
}

/** `db.Geo.Point(113, 23)` is written with `new` and without. */
function callable(shape: unknown): unknown {
  if (typeof shape !== 'function') return shape
  return new Proxy(shape, { apply: (target, _this, operands: unknown[]) => Reflect.construct(target, operands) as unknown })
}
