// EventBridge, by the newest SDK.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CreateEventBusCommand, DescribeEventBusCommand, EventBridgeClient, InvalidEventPatternException, ListTargetsByRuleCommand, PutEventsCommand,
  PutRuleCommand, PutTargetsCommand, ResourceNotFoundException, UpdateEventBusCommand,
} from "@aws-sdk/client-eventbridge";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

test("a bus is created and updated", async () => {
  const { account, configuration } = newAccount(cloche);
  const events = new EventBridgeClient(configuration);
  const { EventBusArn, Description } = await events.send(new CreateEventBusCommand({ Name: "orders", Description: "d" }));
  assert.equal(EventBusArn, `arn:aws:events:us-east-1:${account}:event-bus/orders`);
  assert.equal(Description, "d");
  await events.send(new UpdateEventBusCommand({ Name: "orders", Description: "e" }));
  const bus = await events.send(new DescribeEventBusCommand({ Name: "orders" }));
  assert.equal(bus.Description, "e");
  assert.ok(bus.CreationTime instanceof Date);
  await assert.rejects(events.send(new DescribeEventBusCommand({ Name: "none" })), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.equal(error.message, "Event bus none does not exist.");
    return true;
  });
});

test("a rule, its targets, and events", async () => {
  const { account, configuration } = newAccount(cloche);
  const events = new EventBridgeClient(configuration);
  await assert.rejects(events.send(new PutRuleCommand({ Name: "r", EventPattern: "{" })), InvalidEventPatternException);
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: JSON.stringify({ source: ["app"] }) }));
  const target = { Id: "t", Arn: `arn:aws:sns:us-east-1:${account}:topic`, InputPath: "$.detail" };
  assert.equal((await events.send(new PutTargetsCommand({ Rule: "r", Targets: [target] }))).FailedEntryCount, 0);
  assert.deepEqual((await events.send(new ListTargetsByRuleCommand({ Rule: "r" }))).Targets, [target]);
  const entry = { Source: "app", DetailType: "t", Detail: "{}", Time: new Date() };
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry, { ...entry, Detail: "x" }] }));
  assert.equal(FailedEntryCount, 1);
  assert.deepEqual(Entries[1], { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." });
});
