/**
 * moto's server, which many teams run in place of the real services: the object store beside Attune in their setups. It
 * takes any access key. Needs `moto[server]` in the Python that `ATTUNE_PYTHON` names.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { answers, startDaemon, until } from './daemon.ts'
import { freePort } from './free-port.ts'
import type { S3Server } from './s3-server.ts'

export async function startMoto(): Promise<S3Server> {
  const python = process.env.ATTUNE_PYTHON
  if (python === undefined) throw new Error('ATTUNE_PYTHON must name a Python that has moto[server]')
  const folder = await mkdtemp(join(tmpdir(), 'attune-moto-'))
  const port = await freePort()
  const program = join(dirname(python), 'moto_server')
  const daemon = startDaemon('moto', program, ['-H', '127.0.0.1', '-p', String(port)], join(folder, 'moto.log'))
  const endpoint = `http://127.0.0.1:${port}`
  const close = async () => {
    await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await until('moto', daemon, () => answers(`${endpoint}/`))
  } catch (error) {
    await close()
    throw error
  }
  return { name: 'moto', endpoint, accessKeyId: 'testing', secretAccessKey: 'testing', close }
}
