import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openFileAnswerRing } from '../storage/files/file-answer-ring.ts'
import { type GivenAnswer, GivenAnswers } from './given-answers.ts'
import { RecentAnswers } from './recent-answers.ts'

const answer: GivenAnswer = {
  ...{ operation: 'GetRecommendations', account: '000000000000', region: 'us-east-1' },
  ...{
    group: 'arn:group',
    campaignArn: 'arn:campaign',
    versionArn: 'arn:version',
    artifact: { file: 'models/a', checksum: 'c' },
  },
  answeredAtMs: 1_700_000_000_000,
  asked: { userId: 'user "1"\n', numResults: 2, filterValues: { GENRES: '"Film noir","Çay"' } },
  history: { count: 3, endsAt: 1_699_999_999 },
  exploration: { weight: 0.3, itemAgeDaysMax: 30 },
  itemIds: ['a', 'b'],
  propensities: [0.9, null],
  explored: [],
  promoted: [1],
}

test('an answer comes back as it was given, from the next server, too', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-given-'))
  const open = async () =>
    new GivenAnswers(await openFileAnswerRing({ directory, byteCountMax: 1e6, onTrouble: assert.fail }))
  const first = await open()
  first.keep('RID-1', answer)
  assert.deepEqual(await first.of('RID-1'), answer)
  await first.close()
  const second = await open()
  assert.deepEqual(await second.of('RID-1'), answer)
  assert.equal(await second.of('RID-2'), undefined)
  const recent = new RecentAnswers()
  await second.recall(recent)
  assert.deepEqual(recent.itemsOf('RID-1'), ['a', 'b'])
  assert.deepEqual(recent.propensitiesOf('RID-1'), new Map([['a', 0.9]]))
  await second.close()
  await rm(directory, { recursive: true })
})

test('what is known of the users of one group is forgotten, whatever others name it in', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'attune-given-'))
  const kept = new GivenAnswers(await openFileAnswerRing({ directory, byteCountMax: 1e6, onTrouble: assert.fail }))
  const other = { ...answer, group: 'arn:group-2', asked: { userId: 'arn:group' } }
  kept.keep('RID-1', answer)
  kept.keep('RID-2', other)
  await kept.forget('arn:group')
  assert.equal(await kept.of('RID-1'), undefined)
  assert.deepEqual(await kept.of('RID-2'), other)
  await kept.close()
  await rm(directory, { recursive: true })
})

test('without a ring nothing is kept, and nobody minds', async () => {
  const none = new GivenAnswers(undefined)
  none.keep('RID-1', answer)
  await none.forget(answer.group)
  assert.equal(none.areKept, false)
  assert.equal(await none.of('RID-1'), undefined)
  await none.close()
})
