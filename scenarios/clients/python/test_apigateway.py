"""REST APIs: made with boto3, asked by plain HTTP, answered by functions."""
import base64
import http.client
import json
import unittest
import urllib.parse

from botocore.exceptions import ClientError

from python.lambda_functions import LambdaTest

ECHO = """
import json
def handler(event, context):
    return {"statusCode": 200, "headers": {"X-Function": context.function_name}, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
            "body": json.dumps(event)}
"""
ANSWERS = """
import json
def handler(event, context):
    return json.loads(event["body"])
"""


class ApiTest(LambdaTest):
    def setUp(self):
        super().setUp()
        self.apis = self.client("apigateway")

    def make_api(self, name="pets", **options):
        self.api = self.apis.create_rest_api(name=name, **options)["id"]
        self.resources = {item["path"]: item["id"] for item in self.apis.get_resources(restApiId=self.api)["items"]}

    def resource_at(self, path):
        """The id of the resource, made with those on the way where it is missing."""
        if path not in self.resources:
            parent, _, part = path.rpartition("/")
            made = self.apis.create_resource(restApiId=self.api, parentId=self.resource_at(parent or "/"), pathPart=part)
            self.assertEqual(made["path"], path)
            self.resources[path] = made["id"]
        return self.resources[path]

    def proxy(self, method, path, function, permit=True):
        place = {"restApiId": self.api, "resourceId": self.resource_at(path), "httpMethod": method}
        arn = f"arn:aws:lambda:us-east-1:{self.account}:function:{function}"
        self.apis.put_method(authorizationType="NONE", **place)
        self.apis.put_integration(type="AWS_PROXY", integrationHttpMethod="POST",
                                  uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations", **place)
        if permit:
            self.functions.add_permission(FunctionName=function, StatementId=f"api-{self.api}-{method}-{place['resourceId']}", Action="lambda:InvokeFunction",
                                          Principal="apigateway.amazonaws.com",
                                          SourceArn=f"arn:aws:execute-api:us-east-1:{self.account}:{self.api}/*/{'*' if method == 'ANY' else method}{path}")

    def deploy(self, stage="prod", **options):
        return self.apis.create_deployment(restApiId=self.api, stageName=stage, **options)["id"]

    def ask(self, method, path, body=None, headers=None, stage="prod", host=None):
        """(status, headers as a list, body) of a request to the stage."""
        endpoint = urllib.parse.urlsplit(self.cloche.endpoint)
        connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port, timeout=30)
        target = f"/{stage}{path}" if host else f"/_aws/execute-api/{self.api}/{stage}{path}"
        connection.request(method, target, body, ({"Host": host} if host else {}) | (headers or {}))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.getheaders(), content

    def ask_json(self, *arguments, **options):
        status, _, body = self.ask(*arguments, **options)
        self.assertEqual(status, 200, body)
        return json.loads(body)


class Serving(ApiTest):
    def test_an_event_reaches_the_function_and_its_answer_comes_back(self):
        self.create("echo", ECHO)
        self.make_api()
        self.proxy("ANY", "/pets/{id}", "echo")
        deployment = self.deploy()
        status, headers, body = self.ask("POST", "/pets/7?a=1&a=2", b"hello", {"X-Mine": "yes", "User-Agent": "test"})
        self.assertEqual(status, 200)
        self.assertEqual([value for name, value in headers if name == "Set-Cookie"], ["a=1", "b=2"])
        named = {name.lower(): value for name, value in headers}
        self.assertEqual(named["x-function"], "echo")
        self.assertEqual(named["content-type"], "application/json")
        self.assertEqual(len(named["x-amz-apigw-id"]), 16)
        event = json.loads(body)
        self.assertEqual(event["resource"], "/pets/{id}")
        self.assertEqual(event["path"], "/pets/7")
        self.assertEqual(event["httpMethod"], "POST")
        self.assertEqual(event["pathParameters"], {"id": "7"})
        self.assertEqual(event["queryStringParameters"], {"a": "2"})
        self.assertEqual(event["multiValueQueryStringParameters"], {"a": ["1", "2"]})
        self.assertEqual(event["headers"]["X-Mine"], "yes")
        self.assertEqual(event["body"], "hello")
        self.assertIsNone(event["stageVariables"])
        context = event["requestContext"]
        self.assertEqual(context["requestId"], named["x-amzn-requestid"])
        self.assertEqual((context["stage"], context["apiId"], context["deploymentId"], context["path"]), ("prod", self.api, deployment, "/prod/pets/7"))
        self.assertEqual(context["identity"]["userAgent"], "test")
        self.assertEqual(context["accountId"], self.account)

        request = next(each for each in self.admin("GET", "requests")["requests"] if each["service"] == "execute-api")
        self.assertEqual((request["operation"], request["status"], request["region"]), ("ANY /pets/{id}", 200, "us-east-1"))
        self.assertIn(request["trace_id"], named["x-amzn-trace-id"])

    def test_an_api_is_reached_by_its_host_name_too(self):
        self.create("echo", ECHO)
        self.make_api()
        self.proxy("GET", "/", "echo")
        self.deploy()
        for host in (f"{self.api}.execute-api.localhost", f"{self.api}.execute-api.us-east-1.amazonaws.com"):
            event = self.ask_json("GET", "/", host=host)
            self.assertEqual(event["requestContext"]["domainName"], host)
            self.assertEqual(event["headers"]["Host"], host)

    def test_what_leads_nowhere_is_forbidden(self):
        self.create("echo", ECHO)
        self.make_api()
        self.proxy("GET", "/pets", "echo")
        self.deploy()
        status, headers, body = self.ask("GET", "/cats")
        self.assertEqual((status, json.loads(body)), (403, {"message": "Missing Authentication Token"}))
        self.assertIn(("x-amzn-ErrorType", "MissingAuthenticationTokenException"), headers)
        status, _, body = self.ask("GET", "/pets", stage="test")
        self.assertEqual((status, json.loads(body)), (403, {"message": "Forbidden"}))
        self.api = "0000000000"
        self.assertEqual(self.ask("GET", "/pets")[0], 403)

    def test_without_permission_or_answer_the_server_is_at_fault(self):
        self.create("answers", ANSWERS)
        self.make_api()
        self.proxy("POST", "/closed", "answers", permit=False)
        self.proxy("POST", "/open", "answers")
        self.deploy()
        self.assertEqual(self.ask("POST", "/closed", b"{}")[0], 500)
        status, headers, body = self.ask("POST", "/open", b'"no object"')
        self.assertEqual((status, body), (502, b'{"message": "Internal server error"}'))
        self.assertIn(("x-amzn-ErrorType", "InternalServerErrorException"), headers)
        self.assertEqual(self.ask("POST", "/open", b"not json")[0], 502)  # the function raises
        self.assertEqual(self.ask("POST", "/open", b'{"statusCode": 418}')[0], 418)
        self.functions.put_function_concurrency(FunctionName="answers", ReservedConcurrentExecutions=0)
        self.assertEqual(self.ask("POST", "/open", b"{}")[0], 500)

    def test_a_slow_function_is_not_waited_for(self):
        self.create("slow", "import time\ndef handler(event, context):\n    time.sleep(20)\n", Timeout=30)
        self.make_api()
        self.proxy("GET", "/", "slow")
        self.apis.update_integration(restApiId=self.api, resourceId=self.resource_at("/"), httpMethod="GET",
                                     patchOperations=[{"op": "replace", "path": "/timeoutInMillis", "value": "100"}])
        self.deploy()
        status, _, body = self.ask("GET", "/")
        self.assertEqual((status, json.loads(body)), (504, {"message": "Endpoint request timed out"}))

    def test_binary_bodies_go_both_ways(self):
        self.create("echo", "def handler(event, context):\n    return {'body': event['body'], 'isBase64Encoded': event['isBase64Encoded'], 'headers': {'Content-Type': 'image/png'}}\n")
        self.make_api(binaryMediaTypes=["image/png"])
        self.proxy("POST", "/", "echo")
        self.deploy()
        picture = bytes(range(256))
        self.assertEqual(self.ask("POST", "/", picture, {"Content-Type": "image/png", "Accept": "image/png"})[2], picture)
        self.assertEqual(self.ask("POST", "/", picture, {"Content-Type": "image/png", "Accept": "text/plain"})[2], base64.b64encode(picture))

    def test_a_preflight_is_answered_by_a_mock_integration(self):
        self.make_api()
        place = {"restApiId": self.api, "resourceId": self.resource_at("/pets"), "httpMethod": "OPTIONS"}
        origin = "method.response.header.Access-Control-Allow-Origin"
        self.apis.put_method(authorizationType="NONE", **place)
        self.apis.put_integration(type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'}, **place)
        self.apis.put_method_response(statusCode="200", responseParameters={origin: False}, **place)
        self.apis.put_integration_response(statusCode="200", responseParameters={origin: "'*'"}, responseTemplates={"application/json": ""}, **place)
        self.deploy()
        status, headers, body = self.ask("OPTIONS", "/pets", headers={"Origin": "http://example.com", "Access-Control-Request-Method": "PUT"})
        self.assertEqual((status, body), (200, b""))
        self.assertIn(("Access-Control-Allow-Origin", "*"), headers)

    def test_a_stage_throttles_and_counts(self):
        self.create("echo", ECHO)
        self.make_api("counted")
        self.proxy("GET", "/", "echo")
        self.deploy()
        self.admin("POST", "clock", {"freeze": True})
        self.apis.update_stage(restApiId=self.api, stageName="prod", patchOperations=[
            {"op": "replace", "path": "/*/*/throttling/burstLimit", "value": "3"}, {"op": "replace", "path": "/*/*/throttling/rateLimit", "value": "1"}])
        statuses = [self.ask("GET", "/")[0] for _ in range(5)]
        self.assertEqual(statuses, [200, 200, 200, 429, 429])
        self.admin("POST", "clock", {"advance": "1s"})
        self.assertEqual(self.ask("GET", "/")[0], 200)
        now = self.now()

        def sum_of(metric):
            return sum(point["Sum"] for point in self.metrics.get_metric_statistics(
                Namespace="AWS/ApiGateway", MetricName=metric, StartTime=now - 600, EndTime=now + 600, Period=3600, Statistics=["Sum"],
                Dimensions=[{"Name": "ApiName", "Value": "counted"}, {"Name": "Stage", "Value": "prod"}])["Datapoints"])
        self.assertEqual((sum_of("Count"), sum_of("4XXError"), sum_of("5XXError")), (6, 2, 0))

    def test_gateway_responses_dress_errors(self):
        self.create("echo", ECHO)
        self.make_api()
        self.proxy("GET", "/", "echo")
        self.apis.put_gateway_response(restApiId=self.api, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode="404",
                                       responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"},
                                       responseTemplates={"application/json": '{"error":$context.error.messageString,"stage":"$context.stage"}'})
        self.deploy()
        status, headers, body = self.ask("GET", "/nothing")
        self.assertEqual((status, json.loads(body)), (404, {"error": "Missing Authentication Token", "stage": "prod"}))
        self.assertIn(("Access-Control-Allow-Origin", "*"), headers)

    def test_stage_variables_and_canceled_stages(self):
        self.create("echo", ECHO)
        self.make_api()
        place = {"restApiId": self.api, "resourceId": self.resource_at("/"), "httpMethod": "GET"}
        self.proxy("GET", "/", "echo")
        arn = f"arn:aws:lambda:us-east-1:{self.account}:function:${{stageVariables.fn}}"
        self.apis.put_integration(type="AWS_PROXY", integrationHttpMethod="POST",
                                  uri=f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations", **place)
        self.deploy(variables={"fn": "echo"})
        self.assertEqual(self.ask_json("GET", "/")["stageVariables"], {"fn": "echo"})
        self.apis.delete_stage(restApiId=self.api, stageName="prod")
        self.assertEqual(self.ask("GET", "/")[0], 403)


class ControlPlane(ApiTest):
    def code_of(self, call, **arguments):
        with self.assertRaises(ClientError) as caught:
            call(**arguments)
        return caught.exception.response["Error"]["Code"], caught.exception.response["Error"]["Message"]

    def test_errors_have_the_words_of_the_real_service(self):
        self.make_api()
        self.assertEqual(self.code_of(self.apis.get_rest_api, restApiId="abc"),
                         ("NotFoundException", f"Invalid API identifier specified {self.account}:abc"))
        root = self.resource_at("/")
        self.resource_at("/pets")
        self.assertEqual(self.code_of(self.apis.create_resource, restApiId=self.api, parentId=root, pathPart="pets"),
                         ("ConflictException", "Another resource with the same parent already has this name: pets"))
        self.assertEqual(self.code_of(self.apis.create_deployment, restApiId=self.api),
                         ("BadRequestException", "The REST API doesn't contain any methods"))
        self.apis.put_method(restApiId=self.api, resourceId=root, httpMethod="GET", authorizationType="NONE")
        self.assertEqual(self.code_of(self.apis.create_deployment, restApiId=self.api), ("BadRequestException", "No integration defined for method"))
        self.assertEqual(self.code_of(self.apis.get_stage, restApiId=self.api, stageName="x"), ("NotFoundException", "Invalid stage identifier specified"))

    def test_paginators_reach_everything(self):
        for i in range(30):
            self.apis.create_rest_api(name=f"api-{i}")
        names = {api["name"] for page in self.apis.get_paginator("get_rest_apis").paginate(PaginationConfig={"PageSize": 7}) for api in page["items"]}
        self.assertEqual(names, {f"api-{i}" for i in range(30)})

    def test_a_definition_is_imported_and_overwritten(self):
        self.create("echo", ECHO)
        arn = f"arn:aws:lambda:us-east-1:{self.account}:function:echo"
        self.functions.add_permission(FunctionName="echo", StatementId="any", Action="lambda:InvokeFunction", Principal="apigateway.amazonaws.com")
        integration = {"type": "aws_proxy", "httpMethod": "POST", "uri": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"}
        definition = {"openapi": "3.0.1", "info": {"title": "imported", "version": "1"},
                      "paths": {"/{proxy+}": {"x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": integration}}}}
        self.api = self.apis.import_rest_api(body=json.dumps(definition), failOnWarnings=True)["id"]
        self.deploy()
        self.assertEqual(self.ask_json("PATCH", "/a/b%20c")["pathParameters"], {"proxy": "a/b%20c"})
        definition["paths"] = {"/only": {"get": {"x-amazon-apigateway-integration": integration}}}
        self.apis.put_rest_api(restApiId=self.api, mode="overwrite", body=json.dumps(definition))
        self.assertEqual(sorted(item["path"] for item in self.apis.get_resources(restApiId=self.api)["items"]), ["/", "/only"])

    def test_what_is_not_emulated_says_so(self):
        self.make_api()
        for call, arguments in ((self.apis.create_authorizer, {"restApiId": self.api, "name": "a", "type": "TOKEN"}), (self.apis.create_api_key, {}),
                                (self.apis.create_usage_plan, {"name": "a"}), (self.apis.create_request_validator, {"restApiId": self.api})):
            self.assertEqual(self.code_of(call, **arguments)[0], "NotEmulated")


if __name__ == "__main__":
    unittest.main()
