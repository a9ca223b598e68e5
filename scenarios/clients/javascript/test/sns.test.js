// SNS with the newest SDK: what it sends and how it reads answers and errors.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ConfirmSubscriptionCommand, CreateTopicCommand, GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, PublishBatchCommand,
  PublishCommand, SNSClient, SubscribeCommand,
} from "@aws-sdk/client-sns";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

test("topics, subscriptions and messages", async () => {
  const { account, configuration, admin } = newAccount(cloche);
  const sns = new SNSClient(configuration);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "orders.fifo",
    Attributes: { FifoTopic: "true", ContentBasedDeduplication: "true" }, Tags: [{ Key: "a", Value: "b" }] }));
  assert.equal(TopicArn, `arn:aws:sns:us-east-1:${account}:orders.fifo`);
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs",
    Endpoint: `arn:aws:sqs:us-east-1:${account}:q`, Attributes: { FilterPolicy: '{"kind":["book"]}' } }));
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  assert.equal(Attributes.FilterPolicy, '{"kind":["book"]}');
  const sent = await sns.send(new PublishCommand({ TopicArn, Message: "x", MessageGroupId: "g",
    MessageAttributes: { raw: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) } } }));
  assert.equal(sent.SequenceNumber, "10000000000000000000");
  const batch = await sns.send(new PublishBatchCommand({ TopicArn,
    PublishBatchRequestEntries: [{ Id: "a", Message: "1", MessageGroupId: "g" }, { Id: "b", Message: "2" }] }));
  assert.deepEqual([batch.Successful.length, batch.Failed[0].Code], [1, "InvalidParameter"]);
  await assert.rejects(sns.send(new PublishCommand({ TopicArn, Message: "x" })),
    { name: "InvalidParameterException", message: "Invalid parameter: The MessageGroupId parameter is required for FIFO topics" });

  const { TopicArn: news } = await sns.send(new CreateTopicCommand({ Name: "news" }));
  await sns.send(new SubscribeCommand({ TopicArn: news, Protocol: "email-json", Endpoint: "a@example.com" }));
  const { messages: [{ token, body }] } = await admin("GET", "sns/messages");
  assert.equal(JSON.parse(body).Token, token);
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn: news, Token: token }));
  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: news }));
  assert.ok(Subscriptions[0].SubscriptionArn.startsWith(news));
  await assert.rejects(sns.send(new PublishCommand({ TopicArn: `${news}x`, Message: "x" })), { name: "NotFoundException" });
});
