import { type IncomingMessage } from 'node:http'
import { isFile } from './file-storage'
import { isPhone } from './miniprogram/server/phones'
import { type Handler } from './http/server'
import { isStudio } from './studio/studio'

/** The parts of the local cloud that answer, in the order in which they are asked whether an address is theirs. */
export const DOORS = ['gateway', 'files', 'phones', 'studio', 'contract'] as const
export type Door = (typeof DOORS)[number]

const OWNS: Record<Door, (url: string | undefined) => boolean> = {
  gateway: isGateway,
  files: isFile,
  phones: isPhone,
  studio: isStudio,
  // What is nobody's is answered with a list of what exists.
  contract: () => true,
}

/** One handler of all; who may ask was decided before. */
export function throughDoors(handlers: Record<Door, Handler>): Handler {
  return async (req, res) => handlers[doorOf(req)](req, res)
}

function doorOf({ url }: Pick<IncomingMessage, 'url'>): Door {
  return DOORS.find((door) => OWNS[door](url)) ?? 'contract'
}

function isGateway(url = '/'): boolean {
  return url === '/admin' || url.startsWith('/admin?')
}
