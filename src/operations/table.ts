/** Every operation of the three services. The wire routes by it; the conformance suite and the ledger walk it. */

import type { Operation } from '../contract/operation.ts'
import { describeAlgorithm } from './algorithm/describe-algorithm.ts'
import { createBatchInferenceJob } from './batch-inference-job/create-batch-inference-job.ts'
import { describeBatchInferenceJob } from './batch-inference-job/describe-batch-inference-job.ts'
import { listBatchInferenceJobs } from './batch-inference-job/list-batch-inference-jobs.ts'
import { createBatchSegmentJob } from './batch-segment-job/create-batch-segment-job.ts'
import { describeBatchSegmentJob } from './batch-segment-job/describe-batch-segment-job.ts'
import { listBatchSegmentJobs } from './batch-segment-job/list-batch-segment-jobs.ts'
import { createCampaign } from './campaign/create-campaign.ts'
import { deleteCampaign } from './campaign/delete-campaign.ts'
import { describeCampaign } from './campaign/describe-campaign.ts'
import { listCampaigns } from './campaign/list-campaigns.ts'
import { updateCampaign } from './campaign/update-campaign.ts'
import type { OperationContext } from './context.ts'
import { createDataDeletionJob } from './data-deletion-job/create-data-deletion-job.ts'
import { describeDataDeletionJob } from './data-deletion-job/describe-data-deletion-job.ts'
import { listDataDeletionJobs } from './data-deletion-job/list-data-deletion-jobs.ts'
import { createDataset } from './dataset/create-dataset.ts'
import { deleteDataset } from './dataset/delete-dataset.ts'
import { describeDataset } from './dataset/describe-dataset.ts'
import { listDatasets } from './dataset/list-datasets.ts'
import { updateDataset } from './dataset/update-dataset.ts'
import { createDatasetExportJob } from './dataset-export-job/create-dataset-export-job.ts'
import { describeDatasetExportJob } from './dataset-export-job/describe-dataset-export-job.ts'
import { listDatasetExportJobs } from './dataset-export-job/list-dataset-export-jobs.ts'
import { createDatasetGroup } from './dataset-group/create-dataset-group.ts'
import { deleteDatasetGroup } from './dataset-group/delete-dataset-group.ts'
import { describeDatasetGroup } from './dataset-group/describe-dataset-group.ts'
import { listDatasetGroups } from './dataset-group/list-dataset-groups.ts'
import { createDatasetImportJob } from './dataset-import-job/create-dataset-import-job.ts'
import { describeDatasetImportJob } from './dataset-import-job/describe-dataset-import-job.ts'
import { listDatasetImportJobs } from './dataset-import-job/list-dataset-import-jobs.ts'
import { createEventTracker } from './event-tracker/create-event-tracker.ts'
import { deleteEventTracker } from './event-tracker/delete-event-tracker.ts'
import { describeEventTracker } from './event-tracker/describe-event-tracker.ts'
import { listEventTrackers } from './event-tracker/list-event-trackers.ts'
import { putActionInteractions } from './events/put-action-interactions.ts'
import { putActions } from './events/put-actions.ts'
import { putEvents } from './events/put-events.ts'
import { putItems } from './events/put-items.ts'
import { putUsers } from './events/put-users.ts'
import { describeFeatureTransformation } from './feature-transformation/describe-feature-transformation.ts'
import { createFilter } from './filter/create-filter.ts'
import { deleteFilter } from './filter/delete-filter.ts'
import { describeFilter } from './filter/describe-filter.ts'
import { listFilters } from './filter/list-filters.ts'
import { createMetricAttribution } from './metric-attribution/create-metric-attribution.ts'
import { deleteMetricAttribution } from './metric-attribution/delete-metric-attribution.ts'
import { describeMetricAttribution } from './metric-attribution/describe-metric-attribution.ts'
import { listMetricAttributionMetrics } from './metric-attribution/list-metric-attribution-metrics.ts'
import { listMetricAttributions } from './metric-attribution/list-metric-attributions.ts'
import { updateMetricAttribution } from './metric-attribution/update-metric-attribution.ts'
import { describeRecipe } from './recipe/describe-recipe.ts'
import { listRecipes } from './recipe/list-recipes.ts'
import { createRecommender } from './recommender/create-recommender.ts'
import { deleteRecommender } from './recommender/delete-recommender.ts'
import { describeRecommender } from './recommender/describe-recommender.ts'
import { listRecommenders } from './recommender/list-recommenders.ts'
import { startRecommender } from './recommender/start-recommender.ts'
import { stopRecommender } from './recommender/stop-recommender.ts'
import { updateRecommender } from './recommender/update-recommender.ts'
import { getActionRecommendations } from './runtime/get-action-recommendations.ts'
import { getPersonalizedRanking } from './runtime/get-personalized-ranking.ts'
import { getRecommendations } from './runtime/get-recommendations.ts'
import { createSchema } from './schema/create-schema.ts'
import { deleteSchema } from './schema/delete-schema.ts'
import { describeSchema } from './schema/describe-schema.ts'
import { listSchemas } from './schema/list-schemas.ts'
import { createSolution } from './solution/create-solution.ts'
import { deleteSolution } from './solution/delete-solution.ts'
import { describeSolution } from './solution/describe-solution.ts'
import { listSolutions } from './solution/list-solutions.ts'
import { updateSolution } from './solution/update-solution.ts'
import { createSolutionVersion } from './solution-version/create-solution-version.ts'
import { describeSolutionVersion } from './solution-version/describe-solution-version.ts'
import { getSolutionMetrics } from './solution-version/get-solution-metrics.ts'
import { listSolutionVersions } from './solution-version/list-solution-versions.ts'
import { stopSolutionVersionCreation } from './solution-version/stop-solution-version-creation.ts'
import { listTagsForResource } from './tag/list-tags-for-resource.ts'
import { tagResource } from './tag/tag-resource.ts'
import { untagResource } from './tag/untag-resource.ts'

export const operations: readonly Operation<OperationContext>[] = [
  createBatchInferenceJob,
  createBatchSegmentJob,
  createCampaign,
  createDataDeletionJob,
  createDataset,
  createDatasetExportJob,
  createDatasetGroup,
  createDatasetImportJob,
  createEventTracker,
  createFilter,
  createMetricAttribution,
  createRecommender,
  createSchema,
  createSolution,
  createSolutionVersion,
  deleteCampaign,
  deleteDataset,
  deleteDatasetGroup,
  deleteEventTracker,
  deleteFilter,
  deleteMetricAttribution,
  deleteRecommender,
  deleteSchema,
  deleteSolution,
  describeAlgorithm,
  describeBatchInferenceJob,
  describeBatchSegmentJob,
  describeCampaign,
  describeDataDeletionJob,
  describeDataset,
  describeDatasetExportJob,
  describeDatasetGroup,
  describeDatasetImportJob,
  describeEventTracker,
  describeFeatureTransformation,
  describeFilter,
  describeMetricAttribution,
  describeRecipe,
  describeRecommender,
  describeSchema,
  describeSolution,
  describeSolutionVersion,
  getActionRecommendations,
  getPersonalizedRanking,
  getRecommendations,
  getSolutionMetrics,
  listBatchInferenceJobs,
  listBatchSegmentJobs,
  listCampaigns,
  listDataDeletionJobs,
  listDatasetExportJobs,
  listDatasetGroups,
  listDatasetImportJobs,
  listDatasets,
  listEventTrackers,
  listFilters,
  listMetricAttributionMetrics,
  listMetricAttributions,
  listRecipes,
  listRecommenders,
  listSchemas,
  listSolutionVersions,
  listSolutions,
  listTagsForResource,
  putActionInteractions,
  putActions,
  putEvents,
  putItems,
  putUsers,
  startRecommender,
  stopRecommender,
  stopSolutionVersionCreation,
  tagResource,
  untagResource,
  updateCampaign,
  updateDataset,
  updateMetricAttribution,
  updateRecommender,
  updateSolution,
]
