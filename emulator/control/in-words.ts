import { DiskError } from '../storage/disk-error'
import { WireError } from '../wire-error'
import { BadRequest } from './shape'

/** Runs what refuses a wrong input with an Error in words, and makes that a 400. */
export async function inWords<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (cause) {
    if (cause instanceof BadRequest || cause instanceof WireError || cause instanceof DiskError) throw cause
    throw new BadRequest(cause instanceof Error ? cause.message : String(cause))
  }
}
