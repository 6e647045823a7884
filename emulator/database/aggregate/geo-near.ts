import { setValue } from 'mingo/util'
import { isPlainObject, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { compileFilter } from '../query/filter'
import { distanceMetres, inReach, type Near, parsePoint, pointsAt } from '../query/geo'

/** `$geoNear`: the documents within reach of a point, nearest first, each with its distance in metres. */
export function geoNear(docs: PlainObject[], spec: PlainObject): PlainObject[] {
  const { near, distanceField, query = {}, key, includeLocs, distanceMultiplier = 1, limit = Infinity } = spec
  if (typeof distanceField !== 'string') throw invalidParam('$geoNear needs a distanceField')
  if (!isPlainObject(query)) throw invalidParam('query of $geoNear must be an object')
  const { minDistance = 0, maxDistance = Infinity } = spec
  const reach: Near = { point: parsePoint(near), minMetres: Number(minDistance), maxMetres: Number(maxDistance) }
  const filter = compileFilter(query)
  const found = docs
    .filter((doc) => filter.matches(doc))
    .flatMap((doc) => nearestPlace(doc, typeof key === 'string' ? [key] : Object.keys(doc), reach) ?? [])
    .filter(({ metres }) => inReach(reach, metres))
    .sort((a, b) => a.metres - b.metres)
  return found.slice(0, Number(limit)).map(({ doc, field, metres }) => {
    const placed = { ...doc }
    setValue(placed, distanceField, metres * Number(distanceMultiplier))
    if (typeof includeLocs === 'string') setValue(placed, includeLocs, doc[field])
    return placed
  })
}

interface Place {
  doc: PlainObject
  field: string
  metres: number
}

/** MongoDB takes the field from the geo index; without one it is the field that holds a point. */
function nearestPlace(doc: PlainObject, fields: string[], reach: Near): Place | undefined {
  const places = fields.flatMap((field) => {
    return pointsAt(doc, field).map((point) => ({ doc, field, metres: distanceMetres(reach.point, point) }))
  })
  return places.sort((a, b) => a.metres - b.metres)[0]
}
