/** kill -9 on a server with a campaign: started again on the same directory, the campaign answers as before, by itself. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GetRecommendationsCommand } from '@aws-sdk/client-personalize-runtime'
import { mainPath, putObject, ringCsv, smallRing, walk } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'

test('a campaign answers again after kill -9', async context => {
  const first = await startServerProcess()
  context.after(() => first.discard())
  const location = await putObject(first, 'shop', 'clicks.csv', ringCsv(smallRing))
  const { campaign: campaignArn } = await walk(first, mainPath('lasting', location))
  const ask = async (server: ServerProcess) =>
    (await server.runtime.send(new GetRecommendationsCommand({ campaignArn, userId: 'user-1' }))).itemList
  const before = await ask(first)
  await first.kill()

  const second = await startServerProcess({ dataDirectory: first.dataDirectory })
  context.after(() => second.discard())
  assert.deepEqual(await ask(second), before)
  assert.equal(await second.stop(), 0, 'SIGTERM ends it well')
})
