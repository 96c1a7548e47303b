/**
 * A real S3 server on loopback: Ceph's object gateway over one monitor, one manager and one store in memory, from
 * Debian's packages (`radosgw ceph-mon ceph-osd ceph-mgr ceph-common`). Four processes, about 600 MB, ready in seconds.
 *
 * Two things cost others hours: the store must be made with the same uuid that was given to `osd create`, or it stays
 * "booting" for ever; and without authentication the gateway must speak the older messenger protocol to the monitor
 * (its own config file, below), or it hangs while connecting.
 */

import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { answers, type Daemon, startDaemon, until } from './daemon.ts'
import { freePort } from './free-port.ts'
import type { S3Server } from './s3-server.ts'

const execute = promisify(execFile)
const stepTimeoutMs = 90_000

const packages = 'radosgw ceph-mon ceph-osd ceph-mgr ceph-common'

async function run(command: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute(command, [...args], { timeout: stepTimeoutMs })
    return stdout.trim()
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Error(missing ? `${command} is missing; Debian packages: ${packages}` : (error as Error).message)
  }
}

interface Ports {
  readonly v1: number
  readonly v2: number
  readonly gateway: number
}

const clusterConfig = (folder: string, fsid: string, ports: Ports, forGateway: boolean) => `[global]
fsid = ${fsid}
mon_host = ${forGateway ? `[v1:127.0.0.1:${ports.v1}]` : `[v2:127.0.0.1:${ports.v2},v1:127.0.0.1:${ports.v1}]`}
mon_initial_members = a
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
${forGateway ? 'ms_mon_client_mode = crc\nms_client_mode = crc' : ''}
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = 2147483648
mon_data = ${folder}/mon
osd_data = ${folder}/osd
mgr_data = ${folder}/mgr
rgw_data = ${folder}/rgw
run_dir = ${folder}/run
log_file = ${folder}/log/$name.log
pid_file = ${folder}/run/$name.pid
admin_socket = ${folder}/run/$name.asok
keyring = ${folder}/keyring
mon_data_avail_crit = 1
mon_data_avail_warn = 2
rgw_frontends = beast endpoint=127.0.0.1:${ports.gateway}
rgw_enable_usage_log = false
`

const keys = { accessKeyId: 'ATTUNETESTKEY', secretAccessKey: 'attune-test-secret-of-the-gateway' }

/** Monitor, store and manager; each is handed to `started` at once, so that a failure later on can end it. */
async function startCluster(
  folder: string,
  fsid: string,
  ports: Ports,
  started: (daemon: Daemon) => Daemon,
): Promise<void> {
  const conf = ['-c', join(folder, 'ceph.conf')]
  const keyring = join(folder, 'keyring')
  const monmap = join(folder, 'monmap')
  const daemon = (name: string, args: readonly string[]) =>
    started(startDaemon(name, name, [...conf, ...args, '-f'], join(folder, 'log', `${name}.out`)))

  await run('ceph-authtool', '--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *')
  await run('ceph-authtool', keyring, '--gen-key', '-n', 'client.admin', '--cap', 'mon', 'allow *')
  const address = `[v2:127.0.0.1:${ports.v2},v1:127.0.0.1:${ports.v1}]`
  await run('monmaptool', '--create', '--fsid', fsid, '--addv', 'a', address, monmap)
  await run('ceph-mon', ...conf, '--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring)
  const monitor = daemon('ceph-mon', ['-i', 'a'])
  const ceph = (...args: readonly string[]) => run('ceph', ...conf, '--connect-timeout', '5', ...args)
  await until('the monitor', monitor, async () => (await ceph('mon', 'stat')) !== '')

  const storeUuid = randomUUID()
  await ceph('osd', 'create', storeUuid)
  await run('ceph-osd', ...conf, '-i', '0', '--mkfs', '--osd-uuid', storeUuid)
  await ceph('osd', 'crush', 'add', 'osd.0', '1.0', 'host=local', 'root=default')
  const store = daemon('ceph-osd', ['-i', '0'])
  daemon('ceph-mgr', ['-i', 'x'])
  await until('the store', store, async () => (await ceph('osd', 'stat')).includes('1 up'))
}

async function startGateway(folder: string, ports: Ports, started: (daemon: Daemon) => Daemon): Promise<void> {
  const conf = ['-c', join(folder, 'gateway.conf'), '-n', 'client.admin']
  const gateway = started(
    startDaemon('radosgw', 'radosgw', [...conf, '-f'], join(folder, 'log', 'radosgw.out'), process.env),
  )
  await until('the gateway', gateway, () => answers(`http://127.0.0.1:${ports.gateway}/`))
  const user = ['--uid=attune', '--display-name=attune', `--access-key=${keys.accessKeyId}`]
  await run('radosgw-admin', ...conf, 'user', 'create', ...user, `--secret-key=${keys.secretAccessKey}`)
}

export async function startRadosgw(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'attune-ceph-'))
  const daemons: Daemon[] = []
  const started = (daemon: Daemon) => {
    daemons.unshift(daemon)
    return daemon
  }
  const close = async () => {
    for (const daemon of daemons) await daemon.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    for (const name of ['mon', 'osd', 'mgr', 'rgw', 'run', 'log']) await mkdir(join(folder, name))
    const fsid = randomUUID()
    const ports: Ports = { v1: await freePort(), v2: await freePort(), gateway: await freePort() }
    await writeFile(join(folder, 'ceph.conf'), clusterConfig(folder, fsid, ports, false))
    await writeFile(join(folder, 'gateway.conf'), clusterConfig(folder, fsid, ports, true))
    await startCluster(folder, fsid, ports, started)
    await startGateway(folder, ports, started)
    return { name: 'radosgw', endpoint: `http://127.0.0.1:${ports.gateway}`, ...keys, close }
  } catch (error) {
    await close()
    throw error
  }
}
