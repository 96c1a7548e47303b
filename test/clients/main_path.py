"""The main path as a boto3 program writes it, with nothing of Attune in it: the endpoint, the region and the keys come
from the environment. Prints one JSON object with what it saw; any surprise is an exception.

Usage: python main_path.py NAME S3_LOCATION_OF_INTERACTIONS
"""

import datetime
import json
import sys
import time

import boto3
from botocore.exceptions import ParamValidationError

name, data_location = sys.argv[1:3]
personalize = boto3.client("personalize")
runtime = boto3.client("personalize-runtime")
role = "arn:aws:iam::000000000000:role/attune-test"

SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "Interactions",
        "namespace": "com.amazonaws.personalize.schema",
        "fields": [
            {"name": "USER_ID", "type": "string"},
            {"name": "ITEM_ID", "type": "string"},
            {"name": "EVENT_TYPE", "type": "string"},
            {"name": "TIMESTAMP", "type": "long"},
        ],
        "version": "1.0",
    }
)


def wait_until_active(describe, key, **arn):
    """As programs wait for this service, which has no waiters: ask, look at the status, ask again."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        resource = describe(**arn)[key]
        if resource["status"] == "ACTIVE":
            return resource
        if resource["status"].endswith("FAILED"):
            raise RuntimeError(f"{key}: {resource.get('failureReason')}")
        time.sleep(0.2)
    raise TimeoutError(key)


def wait_until_gone(describe, **arn):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            describe(**arn)
        except personalize.exceptions.ResourceNotFoundException:
            return
        time.sleep(0.2)
    raise TimeoutError(str(arn))


seen = {}

schema_arn = personalize.create_schema(name=name, schema=SCHEMA)["schemaArn"]
assert personalize.describe_schema(schemaArn=schema_arn)["schema"]["schema"] == SCHEMA

group_arn = personalize.create_dataset_group(name=name)["datasetGroupArn"]
wait_until_active(personalize.describe_dataset_group, "datasetGroup", datasetGroupArn=group_arn)

dataset_arn = personalize.create_dataset(
    name=name, datasetType="Interactions", datasetGroupArn=group_arn, schemaArn=schema_arn
)["datasetArn"]
wait_until_active(personalize.describe_dataset, "dataset", datasetArn=dataset_arn)

job_arn = personalize.create_dataset_import_job(
    jobName=name, datasetArn=dataset_arn, dataSource={"dataLocation": data_location}, roleArn=role
)["datasetImportJobArn"]
wait_until_active(personalize.describe_dataset_import_job, "datasetImportJob", datasetImportJobArn=job_arn)

solution_arn = personalize.create_solution(
    name=name,
    datasetGroupArn=group_arn,
    recipeArn="arn:aws:personalize:::recipe/aws-user-personalization",
    performAutoTraining=False,
)["solutionArn"]
wait_until_active(personalize.describe_solution, "solution", solutionArn=solution_arn)

version_arn = personalize.create_solution_version(solutionArn=solution_arn)["solutionVersionArn"]
version = wait_until_active(
    personalize.describe_solution_version, "solutionVersion", solutionVersionArn=version_arn
)
assert version["creationDateTime"].tzinfo is not None, "dates are dates"
seen["metrics"] = personalize.get_solution_metrics(solutionVersionArn=version_arn)["metrics"]

campaign_arn = personalize.create_campaign(name=name, solutionVersionArn=version_arn, minProvisionedTPS=1)["campaignArn"]
wait_until_active(personalize.describe_campaign, "campaign", campaignArn=campaign_arn)

answer = runtime.get_recommendations(campaignArn=campaign_arn, userId="user-0", numResults=10)
seen["items"] = [item["itemId"] for item in answer["itemList"]]
seen["scores"] = [item["score"] for item in answer["itemList"]]
assert answer["recommendationId"]

# A filter with a value of the request: what the user viewed is left out.
filter_arn = personalize.create_filter(
    name=name, datasetGroupArn=group_arn, filterExpression="EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPE)"
)["filterArn"]
wait_until_active(personalize.describe_filter, "filter", filterArn=filter_arn)
assert [one["name"] for one in personalize.list_filters(datasetGroupArn=group_arn)["Filters"]] == [name]
filtered = {
    value: runtime.get_recommendations(
        campaignArn=campaign_arn, userId="user-0", numResults=500, filterArn=filter_arn, filterValues={"TYPE": f'"{value}"'}
    )["itemList"]
    for value in ("View", "buy")
}
seen["filtered"] = {value: len(items) for value, items in filtered.items()}
try:
    personalize.create_filter(name=f"{name}-broken", datasetGroupArn=group_arn, filterExpression="INCLUDE ItemID")
    raise AssertionError("half a filter was taken")
except personalize.exceptions.InvalidInputException as error:
    assert "at position 15" in error.response["Error"]["Message"]

# A new visitor is served by what they just did.
events = boto3.client("personalize-events")
tracker = personalize.create_event_tracker(name=name, datasetGroupArn=group_arn)
stranger = runtime.get_recommendations(campaignArn=campaign_arn, userId="visitor", numResults=5)["itemList"]
events.put_events(
    trackingId=tracker["trackingId"],
    sessionId="visit",
    userId="visitor",
    eventList=[
        {
            "eventType": "view",
            "sentAt": datetime.datetime.now(),
            "properties": json.dumps({"itemId": f"item-{item}"}),
            "recommendationId": answer["recommendationId"],
        }
        for item in (5, 6, 7)
    ],
)
visitor = runtime.get_recommendations(campaignArn=campaign_arn, userId="visitor", numResults=5)["itemList"]
seen["served"] = {"before": [one["itemId"] for one in stranger], "after": [one["itemId"] for one in visitor]}
try:
    events.put_events(trackingId="nobody", sessionId="s", eventList=[{"eventType": "view", "sentAt": 1, "itemId": "a"}])
    raise AssertionError("a tracker that does not exist took an event")
except events.exceptions.InvalidInputException:
    pass

# Paginators, with pages of one.
paginator = personalize.get_paginator("list_recipes")
pages = list(paginator.paginate(PaginationConfig={"PageSize": 1}))
seen["recipes"] = [recipe["name"] for page in pages for recipe in page["recipes"]]
assert len(pages) == len(seen["recipes"]) > 5, "one recipe a page"
names = [
    solution["name"]
    for page in personalize.get_paginator("list_solutions").paginate(datasetGroupArn=group_arn)
    for solution in page["solutions"]
]
assert names == [name], names

# Errors are the typed exceptions of the clients.
missing = group_arn.replace(f"/{name}", "/missing")
try:
    personalize.describe_dataset_group(datasetGroupArn=missing)
    raise AssertionError("a group that does not exist was described")
except personalize.exceptions.ResourceNotFoundException as error:
    seen["notFound"] = error.response["Error"]["Message"]
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
try:
    personalize.create_schema(name=name, schema=SCHEMA)
    raise AssertionError("a name was given twice")
except personalize.exceptions.ResourceAlreadyExistsException:
    pass
try:
    personalize.create_schema(name=f"{name}-broken", schema="{}")
    raise AssertionError("a schema without fields was taken")
except personalize.exceptions.InvalidInputException:
    pass
try:
    personalize.delete_schema(schemaArn=schema_arn)
    raise AssertionError("a schema in use was deleted")
except personalize.exceptions.ResourceInUseException:
    pass
try:
    runtime.get_recommendations(campaignArn=campaign_arn.replace(f"/{name}", "/missing"), userId="user-0")
    raise AssertionError("a campaign that does not exist answered")
except runtime.exceptions.ResourceNotFoundException as error:
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 404
try:
    personalize.describe_campaign()
    raise AssertionError("a required member was left out")
except ParamValidationError:
    pass

# Everything can be taken away again, in the order the service asks for.
personalize.delete_campaign(campaignArn=campaign_arn)
wait_until_gone(personalize.describe_campaign, campaignArn=campaign_arn)
personalize.delete_solution(solutionArn=solution_arn)
wait_until_gone(personalize.describe_solution, solutionArn=solution_arn)
personalize.delete_filter(filterArn=filter_arn)
wait_until_gone(personalize.describe_filter, filterArn=filter_arn)
personalize.delete_event_tracker(eventTrackerArn=tracker["eventTrackerArn"])
wait_until_gone(personalize.describe_event_tracker, eventTrackerArn=tracker["eventTrackerArn"])
personalize.delete_dataset(datasetArn=dataset_arn)
wait_until_gone(personalize.describe_dataset, datasetArn=dataset_arn)
personalize.delete_dataset_group(datasetGroupArn=group_arn)
wait_until_gone(personalize.describe_dataset_group, datasetGroupArn=group_arn)
personalize.delete_schema(schemaArn=schema_arn)

print(json.dumps(seen))
