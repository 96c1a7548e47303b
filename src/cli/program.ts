/** The commands and their flags. Every setting is a flag of the commands that read settings. */

import { readFileSync } from 'node:fs'
import { Command, Option } from 'commander'
import { type Setting, settings } from '../config.ts'
import { doctor } from './doctor.ts'
import { env } from './env.ts'
import { addKey, listKeys, revokeKey } from './keys.ts'
import type { Flags } from './load-settings.ts'
import { serve } from './serve.ts'
import { flagOf, variableOf } from './setting-names.ts'

const placeholders: Readonly<Record<Setting['type'], string>> = {
  text: ' <text>',
  integer: ' <number>',
  number: ' <number>',
  switch: ' <true|false>',
}

/** `names`: those settings only; absent: all. */
function withSettings(command: Command, names?: readonly string[]): Command {
  command.option('--config <file>', 'JSON file with settings, roles and S3 credentials [ATTUNE_CONFIG]')
  for (const [name, setting] of Object.entries(settings)) {
    if (names && !names.includes(name)) continue
    const text = `${setting.meaning} [${variableOf(name)}] (default: ${JSON.stringify(setting.default)})`
    command.addOption(new Option(`${flagOf(name)}${placeholders[setting.type]}`, text))
  }
  return command
}

const version = (): string => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version

/** Runs the command line; gives the exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let exitCode = 0
  const act =
    <A extends unknown[]>(command: (...given: A) => Promise<number>) =>
    async (...given: A) => {
      exitCode = await command(...given)
    }
  const program = new Command('attune').description('A self-hosted implementation of the Amazon Personalize API.')
  program.version(version())
  const address = ['host', 'port', 'account', 'region', 's3Endpoint']
  const identity = ['data', ...address]

  withSettings(program.command('serve').description('run the server')).action(act((flags: Flags) => serve(flags)))

  withSettings(program.command('demo').description('a tour with a sample shop, then leave the server running'), address)
    .option('--data <text>', 'Data directory, which is kept. (default: a temporary one, removed at the end)')
    .option('--exit', 'stop the server at the end')
    .option('--users <number>', 'users of the sample shop')
    .option('--items <number>', 'items of the sample shop')
    .option('--interactions <number>', 'interactions of the sample shop')
    .option('--seed <number>', 'seed of the sample shop')
    .action(act(async (flags: Flags) => (await import('../demo/demo.ts')).demo(flags)))

  withSettings(program.command('env').description('print what a shell must export to use this server'), identity)
    .addOption(new Option('--format <format>', 'form of the output').choices(['shell', 'json']).default('shell'))
    .action(act((flags: Flags) => env(flags)))

  withSettings(program.command('doctor').description('check what the server needs'), identity).action(
    act((flags: Flags) => doctor(flags)),
  )

  const keys = program.command('keys').description('access keys and their accounts')
  withSettings(keys.command('add').description('make a key pair for an account'), ['data', 'account']).action(
    act((flags: Flags) => addKey(flags)),
  )
  withSettings(keys.command('list').description('list keys without their secrets'), ['data']).action(
    act((flags: Flags) => listKeys(flags)),
  )
  withSettings(keys.command('revoke <accessKeyId>').description('take a key out of use'), ['data']).action(
    act((accessKeyId: string, flags: Flags) => revokeKey(accessKeyId, flags)),
  )

  program
    .command('shop')
    .description('write the sample shop as CSV files, at any size')
    .requiredOption('--out <directory>', 'where the files go')
    .option('--users <number>', 'users')
    .option('--items <number>', 'items')
    .option('--interactions <number>', 'interactions')
    .option('--seed <number>', 'seed')
    .action(act(async (flags: Flags) => (await import('../demo/write-shop.ts')).writeShopCommand(flags)))

  await program.parseAsync(args as string[], { from: 'user' })
  return exitCode
}
