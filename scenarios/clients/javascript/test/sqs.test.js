// SQS in AWS JSON, as today's SDKs speak it; they check the digests of bodies themselves.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ChangeMessageVisibilityCommand, CreateQueueCommand, DeleteMessageBatchCommand, DeleteMessageCommand, GetQueueAttributesCommand,
  GetQueueUrlCommand, ListMessageMoveTasksCommand, ListQueuesCommand, QueueDoesNotExist, QueueNameExists, ReceiptHandleIsInvalid,
  ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient, StartMessageMoveTaskCommand, TagQueueCommand,
  ListQueueTagsCommand, TooManyEntriesInBatchRequest, paginateListQueues,
} from "@aws-sdk/client-sqs";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

function newClient() {
  const { account, configuration, admin } = newAccount(cloche);
  const sqs = new SQSClient(configuration);
  const create = async (QueueName, Attributes) => (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
  const receive = async (QueueUrl, options) =>
    (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...options }))).Messages;
  return { account, admin, sqs, create, receive };
}

test("a message is sent, received and deleted", async () => {
  const { account, sqs, create, receive } = newClient();
  const QueueUrl = await create("one");
  assert.equal(QueueUrl, `${cloche.endpoint}/${account}/one`);
  const MessageAttributes = {
    s: { DataType: "String", StringValue: "ü" },
    b: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
  };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "<hello> \u{1F600}", MessageAttributes }));
  const [message] = await receive(QueueUrl, { MessageSystemAttributeNames: ["All"], MessageAttributeNames: ["All"] });
  assert.equal(message.MessageId, sent.MessageId);
  assert.equal(message.Body, "<hello> \u{1F600}");
  assert.deepEqual(message.MessageAttributes.s, MessageAttributes.s);
  assert.deepEqual([...message.MessageAttributes.b.BinaryValue], [0, 255]);
  assert.equal(message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes);
  assert.equal(message.Attributes.SenderId, account);
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }));
  const [again] = await receive(QueueUrl);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again.ReceiptHandle }));
  assert.equal(await receive(QueueUrl), undefined);
});

test("batches answer what succeeded and what failed", async () => {
  const { sqs, create, receive } = newClient();
  const QueueUrl = await create("one");
  const Entries = Array.from({ length: 10 }, (_, i) => ({ Id: `${i}`, MessageBody: `m${i}` }));
  Entries[3].DelaySeconds = 901;
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  assert.equal(sent.Successful.length, 9);
  assert.deepEqual(sent.Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]), [["3", "InvalidParameterValue", true]]);
  const messages = await receive(QueueUrl);
  const deleted = await sqs.send(new DeleteMessageBatchCommand({
    QueueUrl, Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle })) }));
  assert.equal(deleted.Successful.length, 9);
  await assert.rejects(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...Entries, { Id: "x", MessageBody: "x" }] })),
    TooManyEntriesInBatchRequest);
});

test("errors are those of the SDK", async () => {
  const { sqs, create } = newClient();
  const QueueUrl = await create("one");
  await assert.rejects(sqs.send(new GetQueueUrlCommand({ QueueName: "none" })), (error) => {
    assert.ok(error instanceof QueueDoesNotExist);
    assert.equal(error.message, "The specified queue does not exist.");
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.equal(error.Error.Code, "AWS.SimpleQueueService.NonExistentQueue");
    return true;
  });
  await assert.rejects(create("one", { DelaySeconds: "1" }), QueueNameExists);
  await assert.rejects(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "x" })), ReceiptHandleIsInvalid);
  await assert.rejects(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "" })), (error) => {
    assert.equal(error.Error.Code, "MissingParameter");
    return true;
  });
});

test("queues are listed by pages, and tagged", async () => {
  const { sqs, create } = newClient();
  const urls = [];
  for (const name of ["a", "b", "c"]) urls.push(await create(name));
  const listed = [];
  for await (const page of paginateListQueues({ client: sqs, pageSize: 2 }, {})) listed.push(...page.QueueUrls);
  assert.deepEqual(listed, urls);
  await sqs.send(new TagQueueCommand({ QueueUrl: urls[0], Tags: { k: "v" } }));
  assert.deepEqual((await sqs.send(new ListQueueTagsCommand({ QueueUrl: urls[0] }))).Tags, { k: "v" });
  assert.equal((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: "x" }))).QueueUrls, undefined);
});

test("dead letters are moved back by a task", async () => {
  const { admin, sqs, create, receive } = newClient();
  const dead = await create("dead.fifo", { FifoQueue: "true" });
  const { Attributes: { QueueArn } } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }));
  const QueueUrl = await create("one.fifo", { FifoQueue: "true", VisibilityTimeout: "0", ContentBasedDeduplication: "true",
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: QueueArn, maxReceiveCount: 1 }) });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison", MessageGroupId: "g" }));
  assert.equal((await receive(QueueUrl)).length, 1);
  assert.equal(await receive(QueueUrl), undefined);
  const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: QueueArn }));
  assert.ok(TaskHandle);
  await admin("GET", "idle");
  const { Results: [task] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: QueueArn }));
  assert.equal(task.Status, "COMPLETED");
  assert.equal(task.ApproximateNumberOfMessagesMoved, 1);
  assert.equal((await receive(QueueUrl))[0].Body, "poison");
});
