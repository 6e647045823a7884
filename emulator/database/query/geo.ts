import { isPlainObject, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { fieldPath, valuesAt } from './field-values'

/** Longitude and latitude in degrees. */
export type Position = readonly [number, number]

/** The radius MongoDB uses. */
const EARTH_RADIUS_METRES = 6_378_100
const RADIANS = Math.PI / 180

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number')
}

/** The stored GeoJSON points at that field. Other shapes can be stored, but are not found by geo queries. */
export function pointsAt(doc: PlainObject, field: string): Position[] {
  const values = valuesAt(doc, fieldPath(field)).flat()
  return values.flatMap((value) => {
    const point = isPlainObject(value) && value.type === 'Point' ? value.coordinates : undefined
    return isPosition(point) ? [point] : []
  })
}

/** @throws WireError INVALID_PARAM when it is no GeoJSON point */
export function parsePoint(value: unknown): Position {
  if (isPlainObject(value) && value.type === 'Point' && isPosition(value.coordinates)) return value.coordinates
  throw invalidParam(`not a GeoJSON point: ${JSON.stringify(value)}`)
}

/** Great-circle distance in metres, by the angle between two vectors: to the last digit as MongoDB has it. */
export function distanceMetres(from: Position, to: Position): number {
  const [[x1, y1, z1], [x2, y2, z2]] = [onSphere(from), onSphere(to)]
  const across = [y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2]
  const along = x1 * x2 + y1 * y2 + z1 * z2
  return EARTH_RADIUS_METRES * Math.atan2(Math.sqrt(across.reduce((sum, part) => sum + part * part, 0)), along)
}

function onSphere([lng, lat]: Position): [x: number, y: number, z: number] {
  const [phi, theta] = [lat * RADIANS, lng * RADIANS]
  return [Math.cos(theta) * Math.cos(phi), Math.sin(theta) * Math.cos(phi), Math.sin(phi)]
}

type Area = (point: Position) => boolean

/** Operators of geoNear, geoWithin and geoIntersects, for stored points. mingo knows none of them. */
export const geoOperators: Record<string, (field: string, operand: unknown) => (doc: PlainObject) => boolean> = {
  $nearSphere: (field, operand) => {
    const near = parseNear(operand)
    return (doc) => pointsAt(doc, field).some((point) => inReach(near, distanceMetres(near.point, point)))
  },
  $geoWithin: (field, operand) => inArea(field, within(operand)),
  $geoIntersects: (field, operand) => inArea(field, geometryArea('$geoIntersects', operand)),
}

function inArea(field: string, area: Area): (doc: PlainObject) => boolean {
  return (doc) => pointsAt(doc, field).some(area)
}

export interface Near {
  point: Position
  minMetres: number
  maxMetres: number
}

export function inReach(near: Near, metres: number): boolean {
  return metres >= near.minMetres && metres <= near.maxMetres
}

function parseNear(operand: unknown): Near {
  if (!isPlainObject(operand)) throw invalidParam('$nearSphere needs a $geometry')
  const { $geometry, $minDistance = 0, $maxDistance = Infinity } = operand
  return { point: parsePoint($geometry), minMetres: Number($minDistance), maxMetres: Number($maxDistance) }
}

/** The $nearSphere condition of a query, if it has one: results come nearest first unless ordered otherwise. */
export function nearCondition(query: PlainObject): { field: string; near: Near } | undefined {
  for (const [field, condition] of Object.entries(query)) {
    if (field === '$and' && Array.isArray(condition)) {
      const found = condition.filter(isPlainObject).map(nearCondition).find(Boolean)
      if (found) return found
    }
    if (isPlainObject(condition) && '$nearSphere' in condition) return { field, near: parseNear(condition.$nearSphere) }
  }
  return undefined
}

function within(operand: unknown): Area {
  if (isPlainObject(operand) && Array.isArray(operand.$centerSphere)) {
    const [centre, radians] = operand.$centerSphere
    if (!isPosition(centre) || typeof radians !== 'number') throw invalidParam('$centerSphere needs [[longitude, latitude], radians]')
    return (point) => distanceMetres(centre, point) <= radians * EARTH_RADIUS_METRES
  }
  return geometryArea('$geoWithin', operand)
}

function geometryArea(operator: string, operand: unknown): Area {
  const geometry = isPlainObject(operand) ? operand.$geometry : undefined
  if (!isPlainObject(geometry)) throw invalidParam(`${operator} needs a $geometry`)
  const { type, coordinates } = geometry
  if (type === 'Point' && operator === '$geoIntersects' && isPosition(coordinates)) {
    return ([lng, lat]) => lng === coordinates[0] && lat === coordinates[1]
  }
  if (type === 'Polygon' && isPolygon(coordinates)) return (point) => inPolygon(point, coordinates)
  if (type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.every(isPolygon)) {
    return (point) => coordinates.some((polygon) => inPolygon(point, polygon))
  }
  throw invalidParam(`${operator} with a geometry of type ${String(type)} is not supported, or its coordinates are malformed`)
}

type Ring = Position[]

function isPolygon(value: unknown): value is Ring[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRing)
}

/** Closed: the last position is the first again. */
function isRing(value: unknown): value is Ring {
  return Array.isArray(value) && value.length >= 4 && value.every(isPosition)
}

/** Inside the outer ring and outside the holes. Edges are straight in degrees, which is close enough for a town. */
function inPolygon(point: Position, [outer, ...holes]: Ring[]): boolean {
  return outer !== undefined && inRing(point, outer) && !holes.some((hole) => inRing(point, hole))
}

/** Counts how often a line from the point to the east crosses the ring. */
function inRing([x, y]: Position, ring: Ring): boolean {
  let inside = false
  for (const [i, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(i + 1) % ring.length] ?? [x1, y1]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}
