/**
 * One kept-alive HTTP/1.1 connection that carries one request at a time; only as much of HTTP as a load needs. A server closes
 * connections that were idle for long, so the next request opens another: a write to a closed socket is answered by nothing.
 */

import { connect, type Socket } from 'node:net'

const headEnd = Buffer.from('\r\n\r\n')

interface Waiting {
  resolve(statusLine: string): void
  reject(error: Error): void
}

export class Connection {
  readonly #host: string
  readonly #port: number
  #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: Waiting | undefined

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
    this.#socket = this.#open()
  }

  #open(): Socket {
    // Half an answer of the one before is no beginning of the next.
    this.#received = Buffer.alloc(0)
    const socket = connect({ host: this.#host, port: this.#port, noDelay: true })
    socket.on('data', chunk => this.#take(chunk))
    const fail = (error: Error): void => {
      // An old one that closes says nothing of its successor's request.
      if (socket === this.#socket) this.#waiting?.reject(error)
    }
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the server closed a connection')))
    return socket
  }

  /** Resolves with the status line once the whole answer is here. */
  send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (!this.#socket.writable) this.#socket = this.#open()
      this.#waiting = { resolve, reject }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const end = this.#received.indexOf(headEnd)
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const bodyLength = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(bodyLength)) {
      this.#waiting?.reject(new Error(`an answer without a length: ${head}`))
      return
    }
    if (this.#received.length < end + headEnd.length + bodyLength) return
    this.#received = Buffer.alloc(0)
    const answered = this.#waiting
    this.#waiting = undefined
    answered?.resolve(head.slice(0, head.indexOf('\r\n')))
  }
}
