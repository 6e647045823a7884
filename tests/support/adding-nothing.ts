import { type Ports } from '../../core/ports'

/** The same, but nothing can be added to any collection. */
export function addingNothing(ports: Ports, why: string): Ports {
  const collection = (name: string): object => Object.assign(Object.create(ports.db.collection(name)) as object, { add: () => Promise.reject(new Error(why)) })
  return { ...ports, db: Object.assign(Object.create(ports.db) as Ports['db'], { collection }) }
}
