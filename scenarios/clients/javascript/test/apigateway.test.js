// REST APIs through the AWS SDK for JavaScript v3: made, deployed, asked by fetch, answered by a function.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  APIGatewayClient,
  BadRequestException,
  ConflictException,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  GetStageCommand,
  NotFoundException,
  PutIntegrationCommand,
  PutMethodCommand,
  PutRestApiCommand,
  UpdateStageCommand,
  GetRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
let directory;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "cloche-"));
  await writeFile(
    join(directory, "index.mjs"),
    "export const handler = async (event) => ({ statusCode: 200, headers: { 'X-Path': event.path }, body: JSON.stringify(event) });",
  );
});
after(() => rm(directory, { recursive: true }));

const createFunction = async (configuration) => {
  const functions = new LambdaClient(configuration);
  const created = await functions.send(
    new CreateFunctionCommand({
      FunctionName: "echo",
      Runtime: "nodejs22.x",
      Role: "arn:aws:iam::000000000000:role/lambda",
      Handler: "index.handler",
      Code: { S3Bucket: "hot-reload", S3Key: directory },
    }),
  );
  await functions.send(
    new AddPermissionCommand({
      FunctionName: "echo",
      StatementId: "api",
      Action: "lambda:InvokeFunction",
      Principal: "apigateway.amazonaws.com",
    }),
  );
  return `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${created.FunctionArn}/invocations`;
};

test("an API is made, deployed and asked", async () => {
  const { configuration } = newAccount(cloche);
  const client = new APIGatewayClient(configuration);
  const uri = await createFunction(configuration);
  const api = await client.send(new CreateRestApiCommand({ name: "pets", endpointConfiguration: { types: ["REGIONAL"] } }));
  assert.ok(api.createdDate instanceof Date);
  assert.equal(api.endpointConfiguration.ipAddressType, "ipv4");
  assert.deepEqual(await client.send(new GetRestApiCommand({ restApiId: api.id })).then((found) => found.rootResourceId), api.rootResourceId);
  const resource = await client.send(
    new CreateResourceCommand({ restApiId: api.id, parentId: api.rootResourceId, pathPart: "{proxy+}" }),
  );
  const place = { restApiId: api.id, resourceId: resource.id, httpMethod: "ANY" };
  await client.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await client.send(new PutIntegrationCommand({ ...place, type: "AWS_PROXY", integrationHttpMethod: "POST", uri }));
  await client.send(new CreateDeploymentCommand({ restApiId: api.id, stageName: "prod" }));

  const response = await fetch(`${cloche.endpoint}/_aws/execute-api/${api.id}/prod/a/b?c=d`, { method: "POST", body: "hello" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-path"), "/a/b");
  const event = await response.json();
  assert.deepEqual(event.pathParameters, { proxy: "a/b" });
  assert.deepEqual(event.queryStringParameters, { c: "d" });
  assert.equal(event.body, "hello");
  assert.equal(event.requestContext.requestId, response.headers.get("x-amzn-requestid"));

  const { items } = await client.send(new GetResourcesCommand({ restApiId: api.id, embed: ["methods"] }));
  const methods = items.find((item) => item.path === "/{proxy+}").resourceMethods;
  assert.equal(methods.ANY.methodIntegration.uri, uri);
  const stage = await client.send(
    new UpdateStageCommand({
      restApiId: api.id,
      stageName: "prod",
      patchOperations: [{ op: "replace", path: "/variables/color", value: "blue" }],
    }),
  );
  assert.deepEqual(stage.variables, { color: "blue" });
});

test("a definition is put over an API", async () => {
  const { configuration } = newAccount(cloche);
  const client = new APIGatewayClient(configuration);
  const api = await client.send(new CreateRestApiCommand({ name: "pets" }));
  const definition = {
    swagger: "2.0",
    info: { title: "put", version: "1" },
    paths: { "/": { get: { "x-amazon-apigateway-integration": { type: "mock" } } } },
  };
  const body = new TextEncoder().encode(JSON.stringify(definition));
  assert.equal((await client.send(new PutRestApiCommand({ restApiId: api.id, mode: "overwrite", body }))).name, "put");
});

test("errors are the SDK's own classes", async () => {
  const { configuration } = newAccount(cloche);
  const client = new APIGatewayClient(configuration);
  const api = await client.send(new CreateRestApiCommand({ name: "pets" }));
  await assert.rejects(client.send(new GetStageCommand({ restApiId: api.id, stageName: "no" })), NotFoundException);
  await assert.rejects(client.send(new CreateDeploymentCommand({ restApiId: api.id })), BadRequestException);
  const place = { restApiId: api.id, resourceId: api.rootResourceId, httpMethod: "GET", authorizationType: "NONE" };
  await client.send(new PutMethodCommand(place));
  await assert.rejects(client.send(new PutMethodCommand(place)), ConflictException);
});
