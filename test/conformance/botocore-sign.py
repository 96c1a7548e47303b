"""Signs requests with botocore: JSON lines in (what botocore-oracle.test.ts writes), JSON lines out."""

import json
import sys
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def sign(given):
    request = AWSRequest(
        method=given["method"],
        url=given["url"],
        headers=given["headers"],
        data=given["body"].encode("utf-8"),
    )
    credentials = Credentials(given["accessKeyId"], given["secretAccessKey"], given.get("sessionToken"))
    SigV4Auth(credentials, "personalize", given["region"]).add_auth(request)
    prepared = request.prepare()
    parts = urlsplit(prepared.url)
    target = parts.path + ("?" + parts.query if parts.query else "")
    text = lambda value: value.decode("latin-1") if isinstance(value, bytes) else value
    return {"target": target, "headers": [[name, text(value)] for name, value in prepared.headers.items()]}


for line in sys.stdin:
    if line.strip():
        print(json.dumps(sign(json.loads(line))))
