// A Cloche of its own for a test file, and clients of it. The binary is $CLOCHE_BINARY, or build/cloche.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";

const binary = process.env.CLOCHE_BINARY ?? fileURLToPath(new URL("../../../build/cloche", import.meta.url));

/** `cloche up` on a free port, for the tests of the file that calls this. */
export function useCloche(...args) {
  const cloche = { endpoint: "" };
  let child;
  before(async () => {
    child = spawn(binary, ["up", "--port", "0", ...args], { stdio: ["ignore", "pipe", "ignore"] });
    for await (const line of createInterface({ input: child.stdout })) {
      if (!line.startsWith("ready")) continue;
      cloche.endpoint = line.trim().split(/\s+/).at(-1).replace(/\/$/, "");
      return;
    }
    throw new Error("cloche ended before it was ready");
  });
  after(async () => {
    child.kill("SIGTERM");
    const [status] = await once(child, "exit");
    assert.equal(status, 0);
  });
  return cloche;
}

let accounts = 200000000000;

/** A fresh account: its number, the configuration of its clients, and its part of the admin API. */
export function newAccount(cloche) {
  const account = String(++accounts);
  const configuration = {
    region: "us-east-1",
    endpoint: cloche.endpoint,
    credentials: { accessKeyId: account, secretAccessKey: "secret" },
    maxAttempts: 2,
  };
  const admin = async (method, path, body) => {
    const response = await fetch(`${cloche.endpoint}/_cloche/${path}?account=${account}`, {
      method,
      body: body && JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return response.json();
  };
  return { account, configuration, admin };
}
