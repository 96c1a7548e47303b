/**
 * The rules of tags: at most 50 on a resource, keys unique and case-sensitive, the prefix `aws:` reserved [doc:
 * control-plane page, section 7.2]. Characters and lengths are constraints of the shapes.
 */

import { ApiError, invalidInput, notFound } from '../contract/errors.ts'
import { type Owner, parseArn } from '../resources/arn.ts'
import { isDeleting } from '../resources/status.ts'
import { resourceOfKind } from '../resources/table.ts'
import type { RecordReader, ResourceRecord, Tag } from '../storage/records.ts'
import { isOwn, wrongStatus } from './finding.ts'

const tagCountMax = 50

/** Refused in any case, as the AWS-wide rule has it. */
export const checkTagKeys = (keys: readonly string[]): void => {
  const reserved = keys.find(key => key.toLowerCase().startsWith('aws:'))
  if (reserved !== undefined) throw invalidInput(`Tag keys must not start with aws:, which is reserved: ${reserved}`)
}

/** `tags` are about to be put on a resource that has `former` ones; an existing key takes the new value. */
export const checkTags = (tags: readonly Tag[], former: readonly Tag[] = []): void => {
  const keys = tags.map(tag => tag.tagKey)
  checkTagKeys(keys)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice !== undefined) throw invalidInput(`Tag keys must be unique, but this one is given twice: ${twice}`)
  const all = new Set([...former.map(tag => tag.tagKey), ...keys])
  if (all.size > tagCountMax) {
    throw new ApiError('TooManyTagsException', `A resource can have at most ${tagCountMax} tags.`)
  }
}

export const checkKeysToRemove = (keys: readonly string[]): void => {
  checkTagKeys(keys)
  if (keys.length > tagCountMax) {
    throw new ApiError('TooManyTagKeysException', `At most ${tagCountMax} tags can be removed at once.`)
  }
}

const notTaggable = (arn: string) => invalidInput(`Resources of this type cannot have tags: ${arn}`)

const wordsFor = (arn: string): string => {
  const { type, path } = parseArn(arn)
  if (type === 'solution' && path.length > 1) return 'solution version'
  return type.replaceAll('-', ' ')
}

/** Recipes and their parts belong to no account. */
const isCatalogueArn = (arn: string): boolean => parseArn(arn).account === ''

/** The record whose tags are meant. Schemas and recipes have none [doc]. */
export const findTaggable = async (read: RecordReader, caller: Owner, arn: string): Promise<ResourceRecord> => {
  if (isCatalogueArn(arn)) throw notTaggable(arn)
  const record = await read.get(arn)
  if (!record || !isOwn(record, caller)) throw notFound(wordsFor(arn), arn)
  if (!resourceOfKind(record.kind)?.isTaggable) throw notTaggable(arn)
  return record
}

export const findToTag = async (read: RecordReader, caller: Owner, arn: string): Promise<ResourceRecord> => {
  const record = await findTaggable(read, caller, arn)
  if (isDeleting(record.status)) throw wrongStatus(record)
  return record
}
