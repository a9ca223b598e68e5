// A fork keeps to itself what its functions do, whatever addresses they were deployed with.
import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
let directory;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "cloche-"));
});
after(() => rm(directory, { recursive: true }));

test("a function of a fork sends to the fork's queue, though its variable names the original's", async () => {
  // The SDK takes a queue's URL for its endpoint where the client is given none.
  await symlink(fileURLToPath(new URL("../node_modules", import.meta.url)), join(directory, "node_modules"));
  await writeFile(
    join(directory, "index.mjs"),
    `import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
     const sqs = new SQSClient();
     export const handler = (event) =>
       sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: event.text })).then(() => "sent");`,
  );
  const { configuration, admin } = newAccount(cloche);
  const { QueueUrl } = await new SQSClient(configuration).send(new CreateQueueCommand({ QueueName: "orders" }));
  await new LambdaClient(configuration).send(
    new CreateFunctionCommand({
      FunctionName: "send",
      Runtime: "nodejs20.x",
      Role: "arn:aws:iam::000000000000:role/lambda",
      Handler: "index.handler",
      Timeout: 30,
      Code: { S3Bucket: "hot-reload", S3Key: directory },
      Environment: { Variables: { QUEUE_URL: QueueUrl } },
    }),
  );
  const fork = { ...configuration, endpoint: (await admin("POST", "fork")).endpoint };
  const invoke = async (where, text) => {
    const answer = await new LambdaClient(where).send(new InvokeCommand({ FunctionName: "send", Payload: JSON.stringify({ text }) }));
    assert.equal(Buffer.from(answer.Payload).toString(), '"sent"');
  };
  const bodies = async (where) => {
    const { Messages } = await new SQSClient(where).send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return (Messages ?? []).map((message) => message.Body);
  };
  await invoke(fork, "in the fork");
  assert.deepEqual(await bodies(configuration), []);
  assert.deepEqual(await bodies(fork), ["in the fork"]);
  await invoke(configuration, "outside");
  assert.deepEqual(await bodies(configuration), ["outside"]);
});
