/**
 * Puts the platform packages into package-lock.json that npm left out because the registry in use does not carry them
 * (some mirrors hold only what their own machines need). Without the entries `npm ci` refuses the lockfile on every
 * machine; with them it skips the packages of other platforms and fetches its own. Run after every `npm install`.
 *
 * Such an entry has version, platform and no integrity, which npm accepts. `--check` only tells whether any is missing.
 */

import { readFileSync, writeFileSync } from 'node:fs'

interface LockEntry {
  version: string
  integrity?: string
  cpu?: string[]
  libc?: string[]
  dev?: boolean
  optional?: boolean
  os?: string[]
  optionalDependencies?: Record<string, string>
}

interface Lockfile {
  packages: Record<string, LockEntry>
}

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

/** Platform packages say in their name what they are for: `@duckdb/node-bindings-linux-arm64-musl`. */
function platformOf(name: string): Pick<LockEntry, 'cpu' | 'os' | 'libc'> {
  const words = name.split(/[/-]/)
  const os = words.filter(word => systems.includes(word))
  const cpu = words.filter(word => processors.includes(word))
  const libc = words.some(word => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : []
  return {
    ...(cpu.length > 0 ? { cpu } : words.includes('eabi') ? { cpu: ['arm'] } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    ...(os.length > 0 ? { os } : {}),
  }
}

/** Entries that optional dependencies name and the lockfile lacks. */
export function missingEntries(lockfile: Lockfile): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {}
  for (const entry of Object.values(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`
      if (lockfile.packages[path] !== undefined) continue
      missing[path] = { version, ...platformOf(name), ...(entry.dev ? { dev: true } : {}), optional: true }
    }
  }
  return missing
}

function sorted<V>(entries: Record<string, V>): Record<string, V> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)))
}

if (import.meta.main) {
  const path = new URL('../package-lock.json', import.meta.url)
  const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile
  const missing = missingEntries(lockfile)
  const names = Object.keys(missing)
  if (process.argv.includes('--check')) {
    console.log(names.length === 0 ? 'package-lock.json is complete' : `missing: ${names.join(', ')}`)
    process.exitCode = names.length === 0 ? 0 : 1
  } else {
    lockfile.packages = sorted({ ...lockfile.packages, ...missing })
    writeFileSync(path, `${JSON.stringify(lockfile, null, 2)}\n`)
    console.log(`added ${names.length} entries`)
  }
}
