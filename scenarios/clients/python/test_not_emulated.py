"""What is modelled and has no function says so, in the format of its service, and is counted."""
import subprocess

import botocore.exceptions

from cloche_process import BINARY, ClocheTest

def emulated(service):
    """The operations of a service that have a function, as `cloche services` says. What is not among them must answer "not emulated"."""
    listing = subprocess.run([BINARY, "services", service], stdout=subprocess.PIPE, text=True, check=True).stdout
    return {words[0] for words in map(str.split, listing.splitlines()) if words[1:] == ["emulated"]}


# Deprecated operations of S3 that are asked for as their successors are, and so answered in their name.
SUCCESSORS = {"GetBucketLifecycle": "GetBucketLifecycleConfiguration", "PutBucketLifecycle": "PutBucketLifecycleConfiguration",
              "GetBucketNotification": "GetBucketNotificationConfiguration",
              "PutBucketNotification": "PutBucketNotificationConfiguration"}


def least(shape, depth=0):
    """The smallest value that the model allows for a shape."""
    kind = shape.type_name
    if kind == "structure":
        return {name: least(shape.members[name], depth + 1) for name in shape.required_members if depth < 8}
    if kind == "list":
        return [least(shape.member, depth + 1)] * shape.metadata.get("min", 0)
    if kind == "map":
        return {}
    if kind == "string":
        return shape.enum[0] if shape.enum else "a" * max(1, shape.metadata.get("min", 1))
    if kind in ("integer", "long", "float", "double"):
        return max(1, shape.metadata.get("min", 1))
    return {"boolean": True, "blob": b"x", "timestamp": 0}[kind]


class NotEmulated(ClocheTest):
    def check_service(self, service):
        functions = emulated(service)
        client = self.client(service, retries={"max_attempts": 0}, parameter_validation=False, s3={"addressing_style": "path"},
                             inject_host_prefix=False)
        for method, operation in sorted(client.meta.method_to_api_mapping.items()):
            if operation in functions:
                continue
            shape = client.meta.service_model.operation_model(operation).input_shape
            with self.subTest(service=service, operation=operation):
                with self.assertRaises(botocore.exceptions.ClientError) as caught:
                    getattr(client, method)(**(least(shape) if shape else {}))
                response = caught.exception.response
                # A HEAD request's answer has no body to carry a code.
                self.assertIn(response["Error"]["Code"], ("NotEmulated", "501"))
                self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], 501)
                if response["Error"]["Code"] == "NotEmulated":
                    answered = SUCCESSORS.get(operation, operation)
                    self.assertRegex(response["Error"]["Message"], f"^{answered} of .+ is not emulated by Cloche[.]$")

    # One service a protocol, and those of which a part is emulated.
    def test_json(self):
        for service in ("dynamodb", "dynamodbstreams", "events", "logs", "cognito-idp", "stepfunctions", "kms"):
            self.check_service(service)

    def test_query(self):
        for service in ("iam", "sts", "sns", "ses", "cloudformation"):
            self.check_service(service)

    def test_query_in_its_day_and_cbor_since(self):
        for service in ("cloudwatch",):
            self.check_service(service)

    def test_rest_json(self):
        for service in ("lambda", "apigateway", "apigatewayv2", "scheduler", "sesv2", "xray"):
            self.check_service(service)

    def test_rest_xml(self):
        self.check_service("s3")

    def test_it_is_counted(self):
        ses = self.client("ses")
        for _ in range(2):
            self.assert_error("NotEmulated", ses.list_identities, status=501)
        counted = [entry for entry in self.admin("GET", "unsupported")["unsupported"]
                   if (entry["service"], entry["operation"]) == ("ses", "ListIdentities")]
        self.assertEqual([entry["count"] for entry in counted], [2])
