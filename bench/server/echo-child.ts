/** The baseline: `node:http` alone, answering every request with a fixed body of the size of a short answer. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const body = JSON.stringify({ itemList: Array.from({ length: 25 }, (_, index) => ({ itemId: `item-${index}` })) })

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  })
})

server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => server.close(() => process.exit()))
