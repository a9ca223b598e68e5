// Functions that run, through the AWS SDK for JavaScript v3; and a function that uses the SDK v2, which knows no
// AWS_ENDPOINT_URL.
import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateFunctionCommand, InvokeCommand, LambdaClient, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
let directory;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "cloche-"));
  await symlink(fileURLToPath(new URL("../node_modules", import.meta.url)), join(directory, "node_modules"));
});
after(() => rm(directory, { recursive: true }));

/** A function from source, in a directory that can require what this folder has installed. */
async function create(client, account, name, source) {
  await writeFile(join(directory, `${name}.js`), source);
  await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs22.x",
      Role: `arn:aws:iam::${account}:role/worker`,
      Handler: `${name}.handler`,
      Code: { S3Bucket: "hot-reload", S3Key: directory },
      Timeout: 30,
      MemorySize: 512,
    }),
  );
}

async function invoke(client, name, event, more = {}) {
  const response = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), ...more }));
  return { ...response, answer: response.Payload?.length ? JSON.parse(Buffer.from(response.Payload).toString()) : undefined };
}

test("a function answers, and its errors come back", async () => {
  const { account, configuration } = newAccount(cloche);
  const client = new LambdaClient(configuration);
  await create(client, account, "double", "exports.handler = async ({ n }) => { if (!n) throw new TypeError('no n'); return 2 * n; };");
  const good = await invoke(client, "double", { n: 21 }, { LogType: "Tail" });
  assert.equal(good.answer, 42);
  assert.equal(good.StatusCode, 200);
  assert.equal(good.ExecutedVersion, "$LATEST");
  assert.match(Buffer.from(good.LogResult, "base64").toString(), /^START RequestId: [^]*REPORT RequestId: /m);
  const bad = await invoke(client, "double", {});
  assert.equal(bad.FunctionError, "Unhandled");
  assert.equal(bad.answer.errorType, "TypeError");
  assert.equal((await invoke(client, "double", { n: 1 }, { InvocationType: "Event" })).StatusCode, 202);
  await assert.rejects(invoke(client, "nope", {}), ResourceNotFoundException);
});

test("the SDK v2 in a function reaches Cloche, with no change to its code", async () => {
  const { account, configuration, admin } = newAccount(cloche);
  const client = new LambdaClient(configuration);
  await create(
    client,
    account,
    "old",
    `const AWS = require("aws-sdk");
     exports.handler = async () => {
       await new AWS.DynamoDB().createTable({ TableName: "old", BillingMode: "PAY_PER_REQUEST",
         AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
         KeySchema: [{ AttributeName: "id", KeyType: "HASH" }] }).promise();
       await new AWS.DynamoDB.DocumentClient().put({ TableName: "old", Item: { id: "x" } }).promise();
       return (await new AWS.STS().getCallerIdentity().promise()).Arn;
     };`,
  );
  const { answer } = await invoke(client, "old", {});
  assert.equal(answer, `arn:aws:sts::${account}:assumed-role/worker/old`);
  assert.deepEqual((await new DynamoDBClient(configuration).send(new ListTablesCommand({}))).TableNames, ["old"]);
  await admin("GET", "idle");
});
