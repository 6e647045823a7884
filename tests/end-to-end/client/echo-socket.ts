import { createHash } from 'node:crypto'
import { type IncomingMessage } from 'node:http'
import { type Duplex } from 'node:stream'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [TEXT, CLOSE] = [1, 8]

/** For `server.on('upgrade')`: a WebSocket (RFC 6455) that says again what it is told, in short texts that come whole. */
export function echoing(req: IncomingMessage, socket: Duplex): void {
  const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}${GUID}`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  socket.on('error', () => undefined)
  socket.on('data', (frame: Buffer) => {
    const opcode = (frame[0] ?? 0) & 0x0f
    const length = (frame[1] ?? 0) & 0x7f
    const mask = frame.subarray(2, 6)
    const payload = frame.subarray(6, 6 + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0))
    if (opcode !== TEXT && opcode !== CLOSE) return
    socket.write(Buffer.concat([Buffer.from([0x80 | opcode, payload.length]), payload]))
    if (opcode === CLOSE) socket.end()
  })
}
