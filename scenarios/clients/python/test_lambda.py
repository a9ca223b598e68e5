"""Lambda's control plane."""
import io
import json
import tempfile
import urllib.request
import zipfile

from cloche_process import ClocheTest

ROLE = "arn:aws:iam::000000000000:role/lambda"


def zip_of(**files):
    """A zip of texts by name; in a name, "__" stands for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "."), (2026, 1, 5, 9, 0, 0)), text)
    return buffer.getvalue()


class LambdaTest(ClocheTest):
    def setUp(self):
        super().setUp()
        self.lambda_ = self.client("lambda")

    def arn(self, name):
        return f"arn:aws:lambda:us-east-1:{self.account}:function:{name}"

    def create(self, name="f", code="def handler(event, context): return event", **settings):
        return self.lambda_.create_function(**{"FunctionName": name, "Runtime": "python3.9", "Role": ROLE, "Handler": "app.handler",
                                               "Code": {"ZipFile": zip_of(app__py=code)}, **settings})


class Functions(LambdaTest):
    def test_created_found_and_deleted(self):
        created = self.create(Description="first", Timeout=9, MemorySize=256, Environment={"Variables": {"STAGE": "test"}},
                              Tags={"team": "green"}, EphemeralStorage={"Size": 1024})
        self.assertEqual(created["ResponseMetadata"]["HTTPStatusCode"], 201)
        self.assertEqual(created["FunctionArn"], self.arn("f"))
        self.assertEqual(created["State"], "Pending")
        self.lambda_.get_waiter("function_active_v2").wait(FunctionName="f", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        self.lambda_.get_waiter("function_updated_v2").wait(FunctionName="f", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        found = self.lambda_.get_function(FunctionName=self.arn("f"))
        self.assertEqual(found["Configuration"]["Environment"], {"Variables": {"STAGE": "test"}})
        self.assertEqual(found["Configuration"]["State"], "Active")
        self.assertEqual(found["Configuration"]["EphemeralStorage"], {"Size": 1024})
        self.assertEqual(found["Tags"], {"team": "green"})
        self.assertEqual(found["Code"]["RepositoryType"], "S3")
        deleted = self.lambda_.delete_function(FunctionName="f")
        self.assertEqual(deleted["ResponseMetadata"]["HTTPStatusCode"], 204)
        self.assert_error("ResourceNotFoundException", lambda: self.lambda_.get_function(FunctionName="f"),
                          f"Function not found: {self.arn('f')}", 404)

    def test_its_code_is_downloaded_from_where_it_is_said_to_be(self):
        self.create()
        location = self.lambda_.get_function(FunctionName="f")["Code"]["Location"]
        with urllib.request.urlopen(location) as response:
            archive = zipfile.ZipFile(io.BytesIO(response.read()))
        self.assertEqual(archive.read("app.py"), b"def handler(event, context): return event")

    def test_a_zip_of_forty_megabytes_is_taken_and_one_of_more_than_fifty_refused(self):
        def zip_with(size):
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, "w") as archive:
                archive.writestr("app.py", "def handler(event, context): return event")
                archive.writestr("data", bytes(size))
            return {"ZipFile": buffer.getvalue()}

        self.create(Code=zip_with(40 * 1024 * 1024))
        self.assert_error("RequestEntityTooLargeException", lambda: self.create("g", Code=zip_with(51 * 1024 * 1024)),
                          "Request must be smaller than 70167211 bytes for the CreateFunction operation", 413)

    def test_errors_are_lambdas_own(self):
        self.create()
        error = self.assert_error("ResourceConflictException", self.create, "Function already exist: f", 409)
        self.assertEqual(error["Type"], "User")
        self.assert_error("InvalidParameterValueException", lambda: self.create("g", Code={}),
                          "Please provide a source for function code.")
        self.assert_error("InvalidParameterValueException", lambda: self.create("g", Code={"ZipFile": b"no zip"}),
                          "Could not unzip uploaded file. Please check your file, then try to upload again.")
        self.assert_error("ValidationException", lambda: self.create("g", Timeout=1000),
                          "1 validation error detected: Value '1000' at 'timeout' failed to satisfy constraint: Member must have value "
                          "less than or equal to 900")
        self.assert_error("NotEmulated", lambda: self.create("g", Runtime="java11"), status=501)
        self.assert_error("InvalidParameterValueException",
                          lambda: self.lambda_.update_function_configuration(
                              FunctionName="f", Environment={"Variables": {"AWS_REGION": "x"}}))
        self.assert_error("PreconditionFailedException",
                          lambda: self.lambda_.update_function_configuration(FunctionName="f", Timeout=5, RevisionId="x"), status=412)
        self.assert_error("ResourceNotFoundException",
                          lambda: self.lambda_.get_function(FunctionName=f"arn:aws:lambda:eu-west-1:{self.account}:function:f"),
                          "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')", 404)

    def test_updated(self):
        before = self.create()
        updated = self.lambda_.update_function_configuration(FunctionName="f", Timeout=30, DeadLetterConfig={
            "TargetArn": f"arn:aws:sqs:us-east-1:{self.account}:dead"})
        self.assertEqual(updated["LastUpdateStatus"], "InProgress")
        self.assertNotEqual(updated["RevisionId"], before["RevisionId"])
        code = self.lambda_.update_function_code(FunctionName="f", ZipFile=zip_of(app__py="another"), Publish=True)
        self.assertEqual(code["Version"], "1")
        self.assertNotEqual(code["CodeSha256"], before["CodeSha256"])
        self.lambda_.get_waiter("function_updated").wait(FunctionName="f", WaiterConfig={"Delay": 1, "MaxAttempts": 3})
        found = self.lambda_.get_function_configuration(FunctionName="f")
        self.assertEqual((found["Timeout"], found["CodeSha256"]), (30, code["CodeSha256"]))

    def test_status_takes_its_time_on_the_accounts_clock(self):
        self.admin("POST", "clock", {"freeze": True})
        self.admin("POST", "settings", {"lambda.function_status_delay": "5s"})
        self.create()
        self.assertEqual(self.lambda_.get_function_configuration(FunctionName="f")["State"], "Pending")
        self.assert_error("ResourceConflictException", lambda: self.lambda_.update_function_configuration(FunctionName="f", Timeout=5),
                          status=409)
        self.admin("POST", "clock", {"advance": "5s"})
        self.assertEqual(self.lambda_.get_function_configuration(FunctionName="f")["State"], "Active")

    def test_from_a_directory(self):
        with tempfile.TemporaryDirectory() as directory:
            created = self.create(Code={"S3Bucket": "hot-reload", "S3Key": directory})
            self.assertEqual(created["CodeSize"], 0)

    def test_listed_in_pages(self):
        for number in range(7):
            self.create(f"f{number}")
        self.lambda_.publish_version(FunctionName="f3")
        pages = list(self.lambda_.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 3}))
        self.assertEqual([[f["FunctionName"] for f in page["Functions"]] for page in pages],
                         [["f0", "f1", "f2"], ["f3", "f4", "f5"], ["f6"]])
        everything = self.lambda_.get_paginator("list_functions").paginate(FunctionVersion="ALL", PaginationConfig={"PageSize": 2})
        arns = [f["FunctionArn"] for page in everything for f in page["Functions"]]
        self.assertEqual(len(arns), 8)
        self.assertIn(self.arn("f3:1"), arns)

    def test_a_function_is_of_its_region(self):
        self.create()
        elsewhere = self.client("lambda", region="eu-west-1")
        self.assertEqual(elsewhere.list_functions()["Functions"], [])

    def test_a_setting_that_is_not_applied_is_counted(self):
        self.create(VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]})
        self.assertTrue(any(entry["what"].startswith("VpcConfig") for entry in self.admin("GET", "unsupported")["unsupported"]))

    def test_a_fork_has_the_functions_and_their_code(self):
        self.create()
        endpoint = self.admin("POST", "fork")["endpoint"]
        fork = self.client("lambda", endpoint=endpoint)
        self.assertEqual(fork.get_function_configuration(FunctionName="f")["FunctionArn"], self.arn("f"))
        fork.delete_function(FunctionName="f")
        self.lambda_.get_function(FunctionName="f")
        self.admin("DELETE", "fork", endpoint=endpoint)


class VersionsAndAliases(LambdaTest):
    def test_versions(self):
        self.create()
        self.assertEqual(self.lambda_.publish_version(FunctionName="f", Description="one")["Version"], "1")
        self.assertEqual(self.lambda_.publish_version(FunctionName="f")["Version"], "1")
        self.lambda_.update_function_code(FunctionName="f", ZipFile=zip_of(app__py="2"))
        self.assertEqual(self.lambda_.publish_version(FunctionName="f")["Version"], "2")
        listed = self.lambda_.list_versions_by_function(FunctionName="f")["Versions"]
        self.assertEqual([v["Version"] for v in listed], ["$LATEST", "1", "2"])
        self.assertEqual(self.lambda_.get_function(FunctionName="f", Qualifier="1")["Configuration"]["Description"], "one")

    def test_aliases(self):
        self.create(Publish=True)
        self.lambda_.update_function_code(FunctionName="f", ZipFile=zip_of(app__py="2"), Publish=True)
        alias = self.lambda_.create_alias(FunctionName="f", Name="live", FunctionVersion="1", Description="it",
                                          RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
        self.assertEqual(alias["AliasArn"], self.arn("f:live"))
        self.assertEqual(self.lambda_.get_function(FunctionName="f", Qualifier="live")["Configuration"]["Version"], "1")
        updated = self.lambda_.update_alias(FunctionName="f", Name="live", FunctionVersion="2", RoutingConfig={})
        self.assertNotIn("RoutingConfig", updated)
        self.assertEqual([a["Name"] for a in self.lambda_.list_aliases(FunctionName="f")["Aliases"]], ["live"])
        self.assert_error("ResourceConflictException", lambda: self.lambda_.delete_function(FunctionName="f", Qualifier="2"), status=409)
        self.lambda_.delete_alias(FunctionName="f", Name="live")
        self.assert_error("ResourceNotFoundException", lambda: self.lambda_.get_alias(FunctionName="f", Name="live"),
                          f"Cannot find alias arn: {self.arn('f:live')}", 404)


class Configuration(LambdaTest):
    def setUp(self):
        super().setUp()
        self.create()

    def test_policy(self):
        statement = json.loads(self.lambda_.add_permission(
            FunctionName="f", StatementId="bucket", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
            SourceArn="arn:aws:s3:::photos", SourceAccount=self.account)["Statement"])
        self.assertEqual(statement, {
            "Sid": "bucket", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction",
            "Resource": self.arn("f"),
            "Condition": {"StringEquals": {"AWS:SourceAccount": self.account}, "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::photos"}}})
        policy = self.lambda_.get_policy(FunctionName="f")
        self.assertEqual(json.loads(policy["Policy"]), {"Version": "2012-10-17", "Id": "default", "Statement": [statement]})
        self.lambda_.remove_permission(FunctionName="f", StatementId="bucket", RevisionId=policy["RevisionId"])
        self.assert_error("ResourceNotFoundException", lambda: self.lambda_.get_policy(FunctionName="f"),
                          "The resource you requested does not exist.", 404)

    def test_tags(self):
        self.lambda_.tag_resource(Resource=self.arn("f"), Tags={"a": "1", "b": "ü"})
        self.lambda_.untag_resource(Resource=self.arn("f"), TagKeys=["a"])
        self.assertEqual(self.lambda_.list_tags(Resource=self.arn("f"))["Tags"], {"b": "ü"})

    def test_concurrency(self):
        self.assertNotIn("ReservedConcurrentExecutions", self.lambda_.get_function_concurrency(FunctionName="f"))
        self.lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=7)
        self.assertEqual(self.lambda_.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"], 993)
        self.assertEqual(self.lambda_.get_function(FunctionName="f")["Concurrency"], {"ReservedConcurrentExecutions": 7})
        self.assert_error("InvalidParameterValueException",
                          lambda: self.lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=901))
        self.lambda_.delete_function_concurrency(FunctionName="f")
        self.assertEqual(self.admin("POST", "settings", {"lambda.concurrent_executions": 50})["lambda.concurrent_executions"], 50)
        self.assertEqual(self.lambda_.get_account_settings()["AccountLimit"]["ConcurrentExecutions"], 50)

    def test_event_invoke_config(self):
        queue = f"arn:aws:sqs:us-east-1:{self.account}:failed"
        put = self.lambda_.put_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=1, MaximumEventAgeInSeconds=60,
                                                            DestinationConfig={"OnFailure": {"Destination": queue}})
        self.assertEqual(put["FunctionArn"], self.arn("f:$LATEST"))
        self.assertEqual(put["DestinationConfig"], {"OnSuccess": {}, "OnFailure": {"Destination": queue}})
        updated = self.lambda_.update_function_event_invoke_config(FunctionName="f", MaximumRetryAttempts=0)
        self.assertEqual((updated["MaximumRetryAttempts"], updated["MaximumEventAgeInSeconds"]), (0, 60))
        listed = self.lambda_.list_function_event_invoke_configs(FunctionName="f")["FunctionEventInvokeConfigs"]
        self.assertEqual(len(listed), 1)
        self.lambda_.delete_function_event_invoke_config(FunctionName="f")
        self.assert_error("ResourceNotFoundException", lambda: self.lambda_.get_function_event_invoke_config(FunctionName="f"), status=404)
