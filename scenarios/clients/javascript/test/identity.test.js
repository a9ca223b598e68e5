// IAM and STS, signatures, and what is not emulated: one service a protocol.
import assert from "node:assert/strict";
import { test } from "node:test";

import { CloudWatchClient, ListMetricStreamsCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient, ExecuteStatementCommand, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand, EntityAlreadyExistsException, GetUserCommand, IAMClient,
  MalformedPolicyDocumentException,
  NoSuchEntityException, UpdateAccessKeyCommand, paginateListUsers,
} from "@aws-sdk/client-iam";
import { LambdaClient, ListLayersCommand } from "@aws-sdk/client-lambda";
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

const withKey = (configuration, key) => ({ ...configuration, credentials: { accessKeyId: key.AccessKeyId,
  secretAccessKey: key.SecretAccessKey, sessionToken: key.SessionToken } });

test("a user's key signs, and a wrong secret does not", async () => {
  const { account, configuration } = newAccount(cloche);
  const iam = new IAMClient(configuration);
  const { User } = await iam.send(new CreateUserCommand({ UserName: "Bob", Tags: [{ Key: "a", Value: "b" }] }));
  assert.ok(User.CreateDate instanceof Date);
  await assert.rejects(iam.send(new CreateUserCommand({ UserName: "Bob" })), EntityAlreadyExistsException);
  await assert.rejects(iam.send(new GetUserCommand({ UserName: "None" })), (error) => {
    assert.ok(error instanceof NoSuchEntityException);
    assert.equal(error.$metadata.httpStatusCode, 404);
    assert.equal(error.message, "The user with name None cannot be found.");
    return true;
  });
  const names = [];
  for await (const page of paginateListUsers({ client: iam, pageSize: 1 }, {})) names.push(...page.Users.map((user) => user.UserName));
  assert.deepEqual(names, ["Bob"]);

  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "Bob" }));
  const sts = new STSClient(withKey(configuration, AccessKey));
  assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, `arn:aws:iam::${account}:user/Bob`);
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  await new DynamoDBClient(withKey(configuration, Credentials)).send(new ListTablesCommand({}));

  const wrong = withKey(configuration, { ...AccessKey, SecretAccessKey: "wrong" });
  await assert.rejects(new DynamoDBClient(wrong).send(new ListTablesCommand({})), { name: "InvalidSignatureException" });
  await assert.rejects(new STSClient(wrong).send(new GetCallerIdentityCommand({})), { name: "SignatureDoesNotMatch" });
  await assert.rejects(new S3Client(wrong).send(new ListBucketsCommand({})), { name: "SignatureDoesNotMatch" });
  // Clients of a service that spoke Query once read Query's code from x-amzn-query-error.
  await assert.rejects(new CloudWatchClient(wrong).send(new ListMetricStreamsCommand({})), { name: "SignatureDoesNotMatch" });
  await assert.rejects(new LambdaClient(wrong).send(new ListLayersCommand({})), { name: "InvalidSignatureException" });

  // A body whose checksum comes in a trailer, a key that has to be encoded, a header with spaces: all of them signed.
  const s3 = new S3Client({ ...withKey(configuration, AccessKey), forcePathStyle: true });
  for (const command of [new PutObjectCommand({ Bucket: "bucket", Key: "a b/ü+(1)'*!.txt", Body: "body", Metadata: { a: "b  c" } }),
    new GetObjectCommand({ Bucket: "bucket", Key: "a//b", ResponseContentType: "text/plain; charset=utf-8" })]) {
    await assert.rejects(s3.send(command), { name: "NotEmulated" });
  }

  await iam.send(new UpdateAccessKeyCommand({ UserName: "Bob", AccessKeyId: AccessKey.AccessKeyId, Status: "Inactive" }));
  await assert.rejects(sts.send(new GetCallerIdentityCommand({})), { name: "InvalidClientTokenId" });
  await iam.send(new DeleteAccessKeyCommand({ UserName: "Bob", AccessKeyId: AccessKey.AccessKeyId }));
  await iam.send(new DeleteUserCommand({ UserName: "Bob" }));
});

test("a role is assumed", async () => {
  const { account, configuration } = newAccount(cloche);
  const iam = new IAMClient(configuration);
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { AWS: account }, Action: "sts:AssumeRole" }] };
  await assert.rejects(iam.send(new CreateRoleCommand({ RoleName: "Worker", AssumeRolePolicyDocument: "{" })), MalformedPolicyDocumentException);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: "Worker", AssumeRolePolicyDocument: JSON.stringify(trust) }));
  assert.deepEqual(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument)), trust);
  const { Credentials } = await new STSClient(configuration).send(new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: "me" }));
  const session = new STSClient(withKey(configuration, Credentials));
  assert.equal((await session.send(new GetCallerIdentityCommand({}))).Arn, `arn:aws:sts::${account}:assumed-role/Worker/me`);
});

for (const [protocol, Client, Command, input = {}] of [
  ["AWS JSON", DynamoDBClient, ExecuteStatementCommand, { Statement: "SELECT * FROM x" }],
  ["Query", STSClient, GetFederationTokenCommand, { Name: "name" }],
  ["REST-JSON", LambdaClient, ListLayersCommand],
  ["REST-XML", S3Client, ListBucketsCommand],
  ["RPC v2 CBOR", CloudWatchClient, ListMetricStreamsCommand],
]) {
  test(`what is not emulated is said in ${protocol}`, async () => {
    const { configuration } = newAccount(cloche);
    await assert.rejects(new Client(configuration).send(new Command(input)), (error) => {
      assert.equal(error.name, "NotEmulated");
      assert.match(error.message, new RegExp(`^${Command.name.replace(/Command$/, "")} of .+ is not emulated by Cloche\\.$`));
      assert.equal(error.$metadata.httpStatusCode, 501);
      assert.equal(error.$metadata.attempts, 1);
      return true;
    });
  });
}
