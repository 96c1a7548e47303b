#!/usr/bin/env bash
# The main path as the AWS CLI writes it, with nothing of Attune in it: endpoint, region and keys come from the
# environment. Prints the recommended items; any surprise ends it with an error.
# Usage: main_path.sh NAME S3_LOCATION_OF_INTERACTIONS
set -euo pipefail
name=$1 location=$2
role=arn:aws:iam::000000000000:role/attune-test
schema='{"type":"record","name":"Interactions","namespace":"com.amazonaws.personalize.schema","fields":[{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},{"name":"EVENT_TYPE","type":"string"},{"name":"TIMESTAMP","type":"long"}],"version":"1.0"}'

fail() { echo "$*" >&2; exit 1; }

# wait_for QUERY COMMAND...: asks until the status is ACTIVE.
wait_for() {
  local query=$1 status
  shift
  for _ in $(seq 1 120); do
    status=$(aws personalize "$@" --query "$query.status" --output text)
    case $status in
      ACTIVE) return 0 ;;
      *FAILED) fail "$1: $(aws personalize "$@" --query "$query.failureReason" --output text)" ;;
    esac
    sleep 0.5
  done
  fail "$1: still $status"
}

schema_arn=$(aws personalize create-schema --name "$name" --schema "$schema" --query schemaArn --output text)
group=$(aws personalize create-dataset-group --name "$name" --query datasetGroupArn --output text)
wait_for datasetGroup describe-dataset-group --dataset-group-arn "$group"
dataset=$(aws personalize create-dataset --name "$name" --dataset-type Interactions \
  --dataset-group-arn "$group" --schema-arn "$schema_arn" --query datasetArn --output text)
wait_for dataset describe-dataset --dataset-arn "$dataset"
job=$(aws personalize create-dataset-import-job --job-name "$name" --dataset-arn "$dataset" \
  --data-source "dataLocation=$location" --role-arn "$role" --query datasetImportJobArn --output text)
wait_for datasetImportJob describe-dataset-import-job --dataset-import-job-arn "$job"
solution=$(aws personalize create-solution --name "$name" --dataset-group-arn "$group" --no-perform-auto-training \
  --recipe-arn arn:aws:personalize:::recipe/aws-sims --query solutionArn --output text)
wait_for solution describe-solution --solution-arn "$solution"
version=$(aws personalize create-solution-version --solution-arn "$solution" --query solutionVersionArn --output text)
wait_for solutionVersion describe-solution-version --solution-version-arn "$version"
campaign=$(aws personalize create-campaign --name "$name" --solution-version-arn "$version" \
  --min-provisioned-tps 1 --query campaignArn --output text)
wait_for campaign describe-campaign --campaign-arn "$campaign"

# The CLI follows the pages by itself.
recipes=$(aws personalize list-recipes --page-size 2 --query 'recipes[].name' --output text | wc -w)
[ "$recipes" -gt 5 ] || fail "only $recipes recipes"

# An error is told on standard error, with its code (254 or 255 is the exit status, by version of the CLI).
code=0
message=$(aws personalize describe-campaign --campaign-arn "${campaign}-missing" 2>&1) || code=$?
[ "$code" -ge 254 ] || fail "exit status $code for a campaign that does not exist"
[[ $message == *ResourceNotFoundException* ]] || fail "$message"

aws personalize-runtime get-recommendations --campaign-arn "$campaign" --item-id item-7 --num-results 5 \
  --query 'itemList[].itemId' --output text
