// Lambda's control plane through the AWS SDK for JavaScript v3, whose model is newer than the one that Cloche was built with.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvalidParameterValueException,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionEventInvokeConfigCommand,
  PublishVersionCommand,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from "@aws-sdk/client-lambda";
import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
let directory;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "cloche-"));
});
after(() => rm(directory, { recursive: true }));

const create = (client, more = {}) =>
  client.send(
    new CreateFunctionCommand({
      FunctionName: "f",
      Runtime: "nodejs24.x",
      Role: "arn:aws:iam::000000000000:role/lambda",
      Handler: "index.handler",
      Code: { S3Bucket: "hot-reload", S3Key: directory },
      LoggingConfig: { LogFormat: "Text", LogGroup: "/mine" },
      ...more,
    }),
  );

test("a function of a new runtime lives and dies", async () => {
  const { account, configuration } = newAccount(cloche);
  const client = new LambdaClient(configuration);
  const created = await create(client);
  assert.equal(created.LoggingConfig.LogGroup, "/mine");
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 5, minDelay: 1 }, { FunctionName: "f" });
  await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: "f", Timeout: 12 }));
  await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 5, minDelay: 1 }, { FunctionName: "f" });
  const found = await client.send(new GetFunctionCommand({ FunctionName: "f" }));
  assert.equal(found.Configuration.Timeout, 12);
  assert.equal(found.Configuration.LastUpdateStatus, "Successful");
  assert.equal((await client.send(new ListFunctionsCommand({}))).Functions.length, 1);

  const arn = `arn:aws:lambda:us-east-1:${account}:function:f`;
  await client.send(new TagResourceCommand({ Resource: arn, Tags: { a: "1", b: "2" } }));
  await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: ["a"] }));
  assert.deepEqual((await client.send(new ListTagsCommand({ Resource: arn }))).Tags, { b: "2" });

  assert.equal((await client.send(new PublishVersionCommand({ FunctionName: "f" }))).Version, "1");
  const alias = await client.send(new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }));
  assert.equal(alias.AliasArn, `${arn}:live`);
  const config = await client.send(
    new PutFunctionEventInvokeConfigCommand({ FunctionName: "f", Qualifier: "live", MaximumRetryAttempts: 0 }),
  );
  assert.equal(config.FunctionArn, `${arn}:live`);
  assert.ok(config.LastModified instanceof Date);
  await client.send(new DeleteFunctionCommand({ FunctionName: "f" }));
  await assert.rejects(client.send(new GetFunctionCommand({ FunctionName: "f" })), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.equal(error.message, `Function not found: ${arn}`);
    assert.equal(error.Type, "User");
    return true;
  });
});

test("an error is of its class", async () => {
  const client = new LambdaClient(newAccount(cloche).configuration);
  await assert.rejects(create(client, { Runtime: "cobol85" }), InvalidParameterValueException);
});
