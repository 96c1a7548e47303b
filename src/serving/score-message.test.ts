import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyLengthMax, placeCount, placeOf, ScoreMailbox } from './score-message.ts'

const bestOf = (item: number) => ({ items: Uint32Array.of(item, 7), shares: Float64Array.of(0.5, 0.25) })

test('a question belongs to one of those who take it', () => {
  const mailbox = new ScoreMailbox()
  const thread = new ScoreMailbox(mailbox.memory)
  assert.deepEqual([mailbox.lay([1]), mailbox.lay([2, 3])], [0, 1])
  assert.deepEqual(
    [thread.begin(0), mailbox.takeBack(0), mailbox.takeBack(1), thread.begin(1)],
    [true, false, true, false],
  )
})

test('an answer is found in the place of its question, once', () => {
  const mailbox = new ScoreMailbox()
  const thread = new ScoreMailbox(mailbox.memory)
  mailbox.lay([4, 5])
  const place = mailbox.lay([6])!
  assert.equal(mailbox.taken(place), undefined, 'nobody has begun')
  thread.begin(place)
  assert.deepEqual([...thread.historyAt(place)], [6])
  thread.answer(place, bestOf(3))
  assert.equal(mailbox.taken(0), undefined)
  assert.deepEqual(mailbox.taken(place), bestOf(3))
  assert.equal(mailbox.taken(place), undefined)
})

test('who waits is told of the first answer, and again after they have looked', () => {
  const mailbox = new ScoreMailbox()
  for (const place of [0, 1, 2]) {
    mailbox.lay([])
    mailbox.begin(place)
  }
  assert.deepEqual([mailbox.answer(0, bestOf(1)), mailbox.answer(1, bestOf(2))], [true, false])
  mailbox.listen()
  assert.equal(mailbox.answer(2, bestOf(3)), true)
})

test('a place is taken again when its answer was, and not before', () => {
  const mailbox = new ScoreMailbox()
  for (let place = 0; place < placeCount; place++) assert.equal(mailbox.lay([place]), place)
  assert.equal(mailbox.lay([99]), undefined, 'all places are taken')
  mailbox.takeBack(1)
  assert.equal(mailbox.lay([99]), undefined, 'it is not the turn of that one')
  mailbox.begin(0)
  mailbox.answer(0, bestOf(1))
  assert.equal(mailbox.lay([99]), undefined)
  mailbox.taken(0)
  assert.equal(mailbox.lay([99]), 0)
  assert.deepEqual([...mailbox.historyAt(0)], [99])
  assert.equal(mailbox.laidCount, placeCount + 1)
})

test('longer histories than there is room for are not asked about', () => {
  const mailbox = new ScoreMailbox()
  assert.equal(mailbox.lay({ length: historyLengthMax + 1 }), undefined)
  assert.equal(mailbox.lay(new Uint32Array(historyLengthMax)), 0)
})

test('places go on in turn where the count of questions begins again', () => {
  assert.equal(placeOf(2 ** 31 - 1), placeCount - 1)
  assert.equal(placeOf((2 ** 31) | 0), 0)
  assert.equal(placeOf(-1), placeCount - 1)
})
