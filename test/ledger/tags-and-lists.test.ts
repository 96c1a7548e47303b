/** Tags, pages and filters of lists, and the catalogue of recipes. */

import { after, before } from 'node:test'
import { exportJob } from '../fixtures/server/exports.ts'
import { roleArn } from '../fixtures/server/main-path.ts'
import { interactionsCsv, itemsSchema, recipe, World } from '../fixtures/server/world.ts'
import { memberEffect } from './member-effect.ts'

let world: World

before(async () => {
  world = await World.start()
})

after(() => world?.end())

const red = [{ tagKey: 'colour', tagValue: 'red' }]
const blue = [{ tagKey: 'colour', tagValue: 'blue' }]

const tagsOf = async (resourceArn: string | undefined) =>
  (await world.control.listTagsForResource({ resourceArn })).tags

const bothTagged = async (create: (tags: typeof red) => Promise<string | undefined>) =>
  [await tagsOf(await create(red)), await tagsOf(await create(blue))] as const

memberEffect({ operation: 'CreateDatasetGroup', member: 'tags', sends: [red, blue] }, () =>
  bothTagged(
    async tags => (await world.control.createDatasetGroup({ name: world.fresh('tagged'), tags })).datasetGroupArn,
  ),
)

memberEffect({ operation: 'CreateDataset', member: 'tags', sends: [red, blue] }, () =>
  bothTagged(async tags => {
    const made = { datasetGroupArn: await world.group(), schemaArn: await world.schema() }
    const input = { name: world.fresh('tagged'), datasetType: 'Interactions', ...made, tags }
    return (await world.control.createDataset(input)).datasetArn
  }),
)

memberEffect({ operation: 'CreateDatasetImportJob', member: 'tags', sends: [red, blue] }, async () => {
  const datasetArn = await world.dataset(await world.group())
  const first = await world.import(datasetArn, interactionsCsv())
  const { datasetImportJob } = await world.control.describeDatasetImportJob({ datasetImportJobArn: first })
  return bothTagged(async tags => {
    const { dataSource, roleArn } = datasetImportJob ?? {}
    const input = { jobName: world.fresh('tagged'), datasetArn, dataSource, roleArn, tags }
    return (await world.control.createDatasetImportJob(input)).datasetImportJobArn
  })
})

memberEffect({ operation: 'CreateDatasetExportJob', member: 'tags', sends: [red, blue] }, async () => {
  const datasetArn = await world.dataset(await world.group())
  await world.import(datasetArn, interactionsCsv())
  const jobOutput = { s3DataDestination: { path: 's3://ledger/tagged' } }
  return bothTagged(async tags => {
    const input = { jobName: world.fresh('tagged'), datasetArn, roleArn, jobOutput, tags }
    return (await world.control.createDatasetExportJob(input)).datasetExportJobArn
  })
})

memberEffect({ operation: 'CreateSolution', member: 'tags', sends: [red, blue] }, () =>
  bothTagged(async tags => {
    const input = { name: world.fresh('tagged'), recipeArn: recipe('sims'), performAutoTraining: false, tags }
    return (await world.control.createSolution({ ...input, datasetGroupArn: await world.filledGroup() })).solutionArn
  }),
)

memberEffect({ operation: 'CreateSolutionVersion', member: 'tags', sends: [red, blue] }, () =>
  bothTagged(async tags => {
    const solutionArn = await world.solution({ recipeArn: recipe('popularity-count') })
    return (await world.control.createSolutionVersion({ solutionArn, tags })).solutionVersionArn
  }),
)

memberEffect({ operation: 'CreateCampaign', member: 'tags', sends: [red, blue] }, async () => {
  const solutionVersionArn = await world.version(await world.solution({ recipeArn: recipe('popularity-count') }))
  return bothTagged(
    async tags =>
      (await world.control.createCampaign({ name: world.fresh('tagged'), solutionVersionArn, tags })).campaignArn,
  )
})

const twoGroups = async (): Promise<readonly [string, string]> => [await world.group(), await world.group()]

memberEffect({ operation: 'ListTagsForResource', member: 'resourceArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = await twoGroups()
  await world.control.tagResource({ resourceArn: first, tags: red })
  return [await tagsOf(first), await tagsOf(second)]
})

memberEffect({ operation: 'TagResource', member: 'resourceArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = await twoGroups()
  await world.control.tagResource({ resourceArn: second, tags: red })
  return [await tagsOf(first), await tagsOf(second)]
})

memberEffect({ operation: 'TagResource', member: 'tags', sends: [red, blue] }, async () => {
  const resourceArn = await world.group()
  await world.control.tagResource({ resourceArn, tags: red })
  const first = await tagsOf(resourceArn)
  await world.control.tagResource({ resourceArn, tags: blue })
  return [first, await tagsOf(resourceArn)]
})

memberEffect({ operation: 'UntagResource', member: 'resourceArn', sends: ['one', 'another'] }, async () => {
  const [first, second] = await twoGroups()
  for (const resourceArn of [first, second]) await world.control.tagResource({ resourceArn, tags: red })
  await world.control.untagResource({ resourceArn: first, tagKeys: ['colour'] })
  return [await tagsOf(first), await tagsOf(second)]
})

memberEffect({ operation: 'UntagResource', member: 'tagKeys', sends: [['colour'], ['size']] }, async () => {
  const tags = [...red, { tagKey: 'size', tagValue: 'XL' }]
  const untagged = async (tagKey: string) => {
    const resourceArn = await world.group()
    await world.control.tagResource({ resourceArn, tags })
    await world.control.untagResource({ resourceArn, tagKeys: [tagKey] })
    return tagsOf(resourceArn)
  }
  return [await untagged('colour'), await untagged('size')]
})

/** The lists that page the same way; each has at least two entries once `stocked` has run. */
interface Listing {
  readonly operation: string
  list(input: { maxResults?: number; nextToken?: string }): Promise<{ nextToken?: string }>
}

const entriesOf = (answer: object): readonly unknown[] =>
  Object.values(answer).find((value): value is unknown[] => Array.isArray(value)) ?? []

const listings: readonly Listing[] = [
  { operation: 'ListSchemas', list: input => world.control.listSchemas(input) },
  { operation: 'ListDatasetGroups', list: input => world.control.listDatasetGroups(input) },
  { operation: 'ListDatasets', list: input => world.control.listDatasets(input) },
  { operation: 'ListDatasetImportJobs', list: input => world.control.listDatasetImportJobs(input) },
  { operation: 'ListDatasetExportJobs', list: input => world.control.listDatasetExportJobs(input) },
  { operation: 'ListSolutions', list: input => world.control.listSolutions(input) },
  { operation: 'ListSolutionVersions', list: input => world.control.listSolutionVersions(input) },
  { operation: 'ListCampaigns', list: input => world.control.listCampaigns(input) },
  { operation: 'ListRecipes', list: input => world.control.listRecipes(input) },
]

interface Stock {
  readonly groups: readonly [string, string]
  readonly datasets: readonly [string, string]
  readonly solutions: readonly [string, string]
}

let stock: Promise<Stock> | undefined

/** Two of everything, in different parents. */
const stocked = (): Promise<Stock> => {
  stock ??= (async () => {
    const groups = await twoGroups()
    const datasets = [await world.dataset(groups[0]), await world.dataset(groups[1])] as const
    for (const dataset of datasets) await world.import(dataset, interactionsCsv())
    for (const dataset of datasets) await exportJob(world, dataset)
    await world.dataset(groups[1], 'Items', itemsSchema)
    const members = { recipeArn: recipe('popularity-count') }
    const solutions = [await world.solution(members, groups[0]), await world.solution(members, groups[1])] as const
    for (const solution of solutions) await world.campaign(await world.version(solution))
    return { groups, datasets, solutions }
  })()
  return stock
}

for (const { operation, list } of listings) {
  memberEffect({ operation, member: 'maxResults', sends: [1, 2] }, async () => {
    await stocked()
    return [entriesOf(await list({ maxResults: 1 })).length, entriesOf(await list({ maxResults: 2 })).length]
  })

  memberEffect({ operation, member: 'nextToken', sends: [undefined, 'the token of the first page'] }, async () => {
    await stocked()
    const first = await list({ maxResults: 1 })
    return [entriesOf(first), entriesOf(await list({ maxResults: 1, nextToken: first.nextToken }))]
  })
}

memberEffect({ operation: 'ListDatasets', member: 'datasetGroupArn', sends: ['one group', 'another'] }, async () => {
  const { groups } = await stocked()
  const count = async (datasetGroupArn: string) =>
    entriesOf(await world.control.listDatasets({ datasetGroupArn })).length
  return [await count(groups[0]), await count(groups[1])]
})

memberEffect({ operation: 'ListDatasetImportJobs', member: 'datasetArn', sends: ['one', 'another'] }, async () => {
  const { datasets } = await stocked()
  const jobs = async (datasetArn: string) => entriesOf(await world.control.listDatasetImportJobs({ datasetArn }))
  return [await jobs(datasets[0]), await jobs(datasets[1])]
})

memberEffect({ operation: 'ListDatasetExportJobs', member: 'datasetArn', sends: ['one', 'another'] }, async () => {
  const { datasets } = await stocked()
  const jobs = async (datasetArn: string) => entriesOf(await world.control.listDatasetExportJobs({ datasetArn }))
  return [await jobs(datasets[0]), await jobs(datasets[1])]
})

memberEffect({ operation: 'ListSolutions', member: 'datasetGroupArn', sends: ['one group', 'another'] }, async () => {
  const { groups } = await stocked()
  const solutions = async (datasetGroupArn: string) => entriesOf(await world.control.listSolutions({ datasetGroupArn }))
  return [await solutions(groups[0]), await solutions(groups[1])]
})

memberEffect({ operation: 'ListSolutionVersions', member: 'solutionArn', sends: ['one', 'another'] }, async () => {
  const { solutions } = await stocked()
  const versions = async (solutionArn: string) => entriesOf(await world.control.listSolutionVersions({ solutionArn }))
  return [await versions(solutions[0]), await versions(solutions[1])]
})

memberEffect({ operation: 'ListCampaigns', member: 'solutionArn', sends: ['one', 'another'] }, async () => {
  const { solutions } = await stocked()
  const campaigns = async (solutionArn: string) => entriesOf(await world.control.listCampaigns({ solutionArn }))
  return [await campaigns(solutions[0]), await campaigns(solutions[1])]
})

memberEffect({ operation: 'ListRecipes', member: 'domain', sends: ['ECOMMERCE', 'VIDEO_ON_DEMAND'] }, async () => {
  const names = async (domain: 'ECOMMERCE' | 'VIDEO_ON_DEMAND') =>
    ((await world.control.listRecipes({ domain })).recipes ?? []).map(({ name }) => name)
  return [await names('ECOMMERCE'), await names('VIDEO_ON_DEMAND')]
})

memberEffect({ operation: 'DescribeRecipe', member: 'recipeArn', sends: ['sims', 'popularity-count'] }, async () => {
  const describe = async (name: string) => (await world.control.describeRecipe({ recipeArn: recipe(name) })).recipe
  return [(await describe('sims'))?.recipeType, (await describe('popularity-count'))?.recipeType]
})

const partsOf = async (name: string) => (await world.control.describeRecipe({ recipeArn: recipe(name) })).recipe

memberEffect({ operation: 'DescribeAlgorithm', member: 'algorithmArn', sends: ['of sims', 'of HRNN'] }, async () => {
  const describe = async (name: string) => {
    const algorithmArn = (await partsOf(name))?.algorithmArn
    return (await world.control.describeAlgorithm({ algorithmArn })).algorithm?.defaultHyperParameters
  }
  return [await describe('sims'), await describe('user-personalization')]
})

memberEffect(
  { operation: 'DescribeFeatureTransformation', member: 'featureTransformationArn', sends: ['of sims', 'another'] },
  async () => {
    const describe = async (name: string) => {
      const featureTransformationArn = (await partsOf(name))?.featureTransformationArn
      return (await world.control.describeFeatureTransformation({ featureTransformationArn })).featureTransformation
    }
    const [sims, another] = [await describe('sims'), await describe('user-personalization')]
    return [sims?.defaultParameters ?? sims?.name, another?.defaultParameters ?? another?.name]
  },
)
