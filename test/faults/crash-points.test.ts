/**
 * Aim: kill -9 at every named crash point loses nothing that was acknowledged, and the work goes on by itself.
 * Method: for each point a fresh server is armed with it and walks the main path. When it dies it is started again on
 * the same directory; every acknowledged resource is compared, member by member, with a ledger the client kept; then
 * the walk goes on to a campaign that answers. A point at which no server died is a failure: it guards nothing.
 */

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UpdateCampaignCommand } from '@aws-sdk/client-personalize'
import { GetRecommendationsCommand } from '@aws-sdk/client-personalize-runtime'
import { crashPoints } from '../../src/base/crash-points.ts'
import { seededRandom } from '../../src/base/random.ts'
import { type Made, mainPath, putObject, ringCsv, type Step, settled, smallRing } from '../fixtures/server/main-path.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server/server-process.ts'

interface Walk {
  server: ServerProcess
  crashed: boolean
}

const aliveAfter = (ms: number): Promise<undefined> => new Promise(resolve => setTimeout(() => resolve(undefined), ms))

/** Runs `attempt` until it succeeds, starting the server again (unarmed) once it has died. */
async function surviving<T>(walk: Walk, verify: () => Promise<void>, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      const died = await Promise.race([walk.server.exited, aliveAfter(500)])
      if (died === undefined) throw error
      assert.equal(walk.crashed, false, `died a second time: ${walk.server.stderr()}`)
      assert.equal(died.signal, 'SIGKILL', `died by itself: ${walk.server.stderr()}`)
      walk.crashed = true
      walk.server = await startServerProcess({ dataDirectory: walk.server.dataDirectory })
      await verify()
    }
  }
}

/** The ARN of a resource whose creation was committed but never acknowledged, from the service's own words. */
function arnIn(error: unknown): string {
  const arn = /arn:aws:personalize:\S+/.exec((error as Error).message)?.[0]
  assert.ok(arn, `no ARN in: ${(error as Error).message}`)
  return arn
}

async function createOrFind(step: Step, walk: Walk, made: Made): Promise<string> {
  try {
    return await step.create(walk.server.personalize, made)
  } catch (error) {
    if ((error as Error).name === 'ResourceAlreadyExistsException') return arnIn(error)
    throw error
  }
}

/** Commits happen all along the path (the first before the server is ready): the seed says how many go by before the kill. */
const seed = Number(process.env.ATTUNE_FAULT_SEED ?? 1)
const random = seededRandom(seed)
const skipsFor = (point: string): number => (point.startsWith('records.') ? 1 + random.below(11) : 0)

/** Those on other ways are the business of `streamed.test.ts`, `exports.test.ts` and `search.test.ts`. */
const onTheMainPath = crashPoints.filter(point => !/^(?:events|fold|export|search)\./.test(point))

describe('kill -9 on the main path', { concurrency: 2 }, () => {
  for (const point of onTheMainPath) {
    const skips = skipsFor(point)
    test(`kill -9 at ${point} (pass ${skips + 1}, seed ${seed}) loses nothing acknowledged`, async context => {
      const first = await startServerProcess({ env: { ATTUNE_CRASH_AT: point, ATTUNE_CRASH_SKIP: String(skips) } })
      const walk: Walk = { server: first, crashed: false }
      context.after(() => walk.server.discard())
      const made: Made = {}
      const ledger: { step: Step; arn: string; given: Record<string, unknown> }[] = []
      const verify = async () => {
        for (const { step, arn, given } of ledger) {
          const now = await step.describe(walk.server.personalize, arn)
          for (const [member, value] of Object.entries(given)) {
            assert.deepEqual(now[member], value, `${step.name}.${member} after the crash at ${point}`)
          }
        }
      }
      const dataLocation = await putObject(first, 'crash', 'interactions.csv', ringCsv(smallRing))
      for (const step of mainPath('crash', dataLocation)) {
        const arn = await surviving(walk, verify, () => createOrFind(step, walk, made))
        made[step.name] = arn
        ledger.push({ step, arn, given: step.given(made) })
        await surviving(walk, verify, () => settled(step.name, () => step.describe(walk.server.personalize, arn)))
      }
      const campaign = ledger.at(-1)
      assert.ok(campaign)
      await surviving(walk, verify, async () => {
        try {
          await walk.server.personalize.send(
            new UpdateCampaignCommand({ campaignArn: campaign.arn, minProvisionedTPS: 2 }),
          )
        } catch (error) {
          if ((error as Error).name !== 'ResourceInUseException') throw error
        }
        campaign.given.minProvisionedTPS = 2
      })
      await surviving(
        walk,
        async () => {},
        () =>
          settled('campaign update', async () => {
            const now = await campaign.step.describe(walk.server.personalize, campaign.arn)
            return now.latestCampaignUpdate as { status?: string; failureReason?: string }
          }),
      )
      await verify()
      const answer = await walk.server.runtime.send(
        new GetRecommendationsCommand({ campaignArn: campaign.arn, userId: 'user-0' }),
      )
      assert.ok((answer.itemList?.length ?? 0) > 0, 'the campaign answers')
      assert.equal(walk.crashed, true, `the walk never reached ${point}`)
    })
  }
})
