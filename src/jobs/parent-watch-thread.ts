/** A thread of a child process that ends the whole process once its server is gone, however busy the main thread is. */

import { workerData } from 'node:worker_threads'

const checkEveryMs = 500

const { parent } = workerData as { parent: number }

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, checkEveryMs)
