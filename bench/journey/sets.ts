/** The data of the journeys: which files there are, with which schemas, and how they get into a bucket. */

import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type ShopFile, shopCsv, shopSchemas } from '../../src/demo/shop/shop-csv.ts'
import type { ShopPlan } from '../../src/demo/shop/shop-plan.ts'
import { userIdOf } from '../../src/demo/shop/users.ts'
import { type Field, schemaOfFields } from '../../test/fixtures/data/avro-schema.ts'

export interface DataFile {
  readonly datasetType: 'Interactions' | 'Items' | 'Users'
  readonly schema: string
  /** Puts the CSV at the path. */
  write(path: string): Promise<void>
}

export interface DataSet {
  readonly name: string
  readonly userId: string
  readonly files: readonly DataFile[]
}

const text: unknown = ['null', 'string']
const categorical = { categorical: true }
const interaction: readonly Field[] = [
  ['USER_ID', 'string'],
  ['ITEM_ID', 'string'],
  ['TIMESTAMP', 'long'],
  ['EVENT_TYPE', 'string'],
]

const shopFiles: readonly (readonly [DataFile['datasetType'], ShopFile])[] = [
  ['Interactions', 'interactions'],
  ['Items', 'items'],
  ['Users', 'users'],
]

/** The sample shop of the demo. */
export const shopOf = (name: string, plan: ShopPlan): DataSet => ({
  name,
  userId: userIdOf(0),
  files: shopFiles.map(([datasetType, file]) => ({
    datasetType,
    schema: shopSchemas[file],
    write: path => pipeline(Readable.from(shopCsv(file, plan)), createWriteStream(path)),
  })),
})

async function unpack(source: string, path: string): Promise<void> {
  await pipeline(createReadStream(source), createGunzip(), createWriteStream(path))
}

/** The schemas fit the MovieLens sets. */
const movieLensSchemas = {
  Interactions: schemaOfFields('Interactions', [...interaction, ['EVENT_VALUE', ['null', 'float']]]),
  Items: schemaOfFields('Items', [
    ['ITEM_ID', 'string'],
    ['GENRES', text, categorical],
    ['YEAR', ['null', 'int']],
  ]),
  Users: schemaOfFields('Users', [
    ['USER_ID', 'string'],
    ['GENDER', text, categorical],
    ['OCCUPATION', text, categorical],
  ]),
} as const

export const movieLens = (folder: string, name: string): DataSet => ({
  name,
  userId: '1',
  files: (['Interactions', 'Items', 'Users'] as const).map(datasetType => ({
    datasetType,
    schema: movieLensSchemas[datasetType],
    write: path => unpack(join(folder, name, `${datasetType.toLowerCase()}.csv.gz`), path),
  })),
})
