/** One kept-alive HTTP/1.1 connection that carries one request at a time; only as much of HTTP as a load needs. */

import { connect, type Socket } from 'node:net'

const headEnd = Buffer.from('\r\n\r\n')

interface Waiting {
  resolve(statusLine: string): void
  reject(error: Error): void
}

export class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: Waiting | undefined

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true })
    this.#socket.on('data', chunk => this.#take(chunk))
    this.#socket.on('error', error => this.#waiting?.reject(error))
    this.#socket.on('close', () => this.#waiting?.reject(new Error('the server closed a connection')))
  }

  /** Resolves with the status line once the whole answer is here. */
  send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
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
    this.#waiting?.resolve(head.slice(0, head.indexOf('\r\n')))
  }
}
