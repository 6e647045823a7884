import { type JobName } from './jobs'

/** To the process. */
export interface Order {
  id: number
  job: JobName
  input: unknown
}

/** From the process: what came of an order. */
export type Report = { id: number; value: unknown; error?: undefined } | { id: number; error: { message: string; stack?: string } }
