import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseS3Url } from './s3-url.ts'

test('bucket and key, the key with whatever it holds', () => {
  assert.deepEqual(parseS3Url('s3://shop/a/b c.csv'), { bucket: 'shop', key: 'a/b c.csv' })
  assert.deepEqual(parseS3Url('s3://shop/folder/'), { bucket: 'shop', key: 'folder/' })
  assert.deepEqual(parseS3Url('s3://shop'), { bucket: 'shop', key: '' })
  assert.deepEqual(parseS3Url('s3://my.shop-1_x/k\nl'), { bucket: 'my.shop-1_x', key: 'k\nl' })
})

for (const url of [
  '',
  'shop/a',
  'https://shop/a',
  's3://',
  's3:///a',
  's3://a/b',
  's3://../a',
  's3://a..b/c',
  's3://.a/b',
]) {
  test(`no location: ${JSON.stringify(url)}`, () => assert.equal(parseS3Url(url), undefined))
}
