// CloudWatch Logs with the AWS SDK for JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  InvalidParameterException,
  PutLogEventsCommand,
  ResourceNotFoundException,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

test("events are put, read and filtered", async () => {
  const { account, configuration } = newAccount(cloche);
  const client = new CloudWatchLogsClient(configuration);
  const group = { logGroupName: "/aws/lambda/f" };
  await client.send(new CreateLogGroupCommand({ ...group, logGroupClass: "STANDARD" }));
  await client.send(new CreateLogStreamCommand({ ...group, logStreamName: "s" }));
  const now = Date.now();
  const logEvents = ["one", '{"level":"ERROR"}', "three"].map((message, i) => ({ message, timestamp: now + i }));
  const put = await client.send(new PutLogEventsCommand({ ...group, logStreamName: "s", logEvents }));
  assert.equal(put.rejectedLogEventsInfo, undefined);
  const { events } = await client.send(new GetLogEventsCommand({ ...group, logStreamName: "s", limit: 2 }));
  assert.deepEqual(events.map((event) => event.timestamp), [now + 1, now + 2]);

  const described = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "lambda" }));
  const [{ logGroupArn, logGroupClass }] = described.logGroups;
  assert.equal(logGroupArn, `arn:aws:logs:us-east-1:${account}:log-group:/aws/lambda/f`);
  assert.equal(logGroupClass, "STANDARD");
  const found = [];
  const pages = paginateFilterLogEvents(
    { client, pageSize: 1 },
    { logGroupIdentifier: logGroupArn, filterPattern: '?one ?ERROR' },
  );
  for await (const page of pages) found.push(...page.events.map((event) => event.message));
  assert.deepEqual(found, ["one", '{"level":"ERROR"}']);
  const streams = await client.send(
    new DescribeLogStreamsCommand({ logGroupIdentifier: logGroupArn, orderBy: "LastEventTime", descending: true }),
  );
  assert.equal(streams.logStreams[0].lastEventTimestamp, now + 2);
});

test("errors are classes of the SDK", async () => {
  const client = new CloudWatchLogsClient(newAccount(cloche).configuration);
  const missing = new GetLogEventsCommand({ logGroupName: "none", logStreamName: "s" });
  await assert.rejects(client.send(missing), ResourceNotFoundException);
  await assert.rejects(client.send(new CreateLogGroupCommand({ logGroupName: "a b" })), InvalidParameterException);
});
