// Runs a JavaScript handler on Cloche as Lambda's own nodejs runtime does: loads it (CommonJS or ES module), asks the
// Runtime API for one event after the other, and words its errors and log lines as Lambda does. A socket instead of
// node:http, which costs more a request than an empty handler.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import Module from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';

const require = createRequire(import.meta.url);
const environment = process.env;

// Since Node.js 24 Lambda's runtime (aws-lambda-nodejs-runtime-interface-client 4) knows handlers by what they return
// alone.
const hasCallbacks = !(Number(/nodejs(\d+)\.x$/.exec(environment.AWS_EXECUTION_ENV)?.[1]) >= 24);

// ---- the Runtime API

/** One kept connection; one request at a time. It keeps the process alive only while a request is under way. */
class RuntimeApi {
  constructor(address) {
    this.address = address;
    const [host, port] = address.split(':');
    this.socket = net.connect(Number(port), host);
    this.socket.setNoDelay(true);
    this.chunks = [];
    this.length = 0;
    this.needed = 0;
    this.socket.on('data', (chunk) => this.onData(chunk));
    this.socket.on('close', () => process.exit(1)); // Cloche has ended
    this.socket.on('error', () => {});
    this.socket.unref();
  }

  next() {
    return this.call('GET', 'invocation/next');
  }

  post(path, body, headers = {}) {
    return this.call('POST', path, Buffer.from(body, 'utf8'), headers);
  }

  call(method, path, body, headers = {}) {
    let head = `${method} /2018-06-01/runtime/${path} HTTP/1.1\r\nHost: ${this.address}\r\n`;
    for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
    if (body) head += `Content-Length: ${body.length}\r\n`;
    this.socket.ref();
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.socket.cork();
      this.socket.write(`${head}\r\n`, 'latin1');
      if (body) this.socket.write(body);
      this.socket.uncork();
    });
  }

  onData(chunk) {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.length < this.needed) return;
    const data = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    this.chunks = [data];
    const end = data.indexOf('\r\n\r\n');
    if (end < 0) return;
    const lines = data.toString('utf8', 0, end).split('\r\n');
    const headers = {};
    for (const line of lines.slice(1)) {
      const colon = line.indexOf(':');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    this.needed = end + 4 + Number(headers['content-length'] ?? 0);
    if (this.length < this.needed) return;
    const body = data.toString('utf8', end + 4, this.needed);
    this.chunks = [];
    this.length = this.needed = 0;
    this.socket.unref();
    const status = Number(lines[0].split(' ')[1]);
    if (status >= 400) {
      this.reject(new Error(`The Runtime API answered ${status}: ${body}`));
    } else {
      this.resolve({ headers, body });
    }
  }
}

// ---- errors

function makeErrorClass(name) {
  const made = class extends Error {};
  made.prototype.name = `Runtime.${name}`;
  return made;
}
const ImportModuleError = makeErrorClass('ImportModuleError');
const HandlerNotFound = makeErrorClass('HandlerNotFound');
const MalformedHandlerName = makeErrorClass('MalformedHandlerName');
const UserCodeSyntaxError = makeErrorClass('UserCodeSyntaxError');
const NodeJsExit = makeErrorClass('NodeJsExit');
const UnhandledPromiseRejection = makeErrorClass('UnhandledPromiseRejection');
const CallbackHandlerDeprecated = makeErrorClass('CallbackHandlerDeprecated');

function looksLikeError(value) {
  return util.types.isNativeError(value) ||
    ['name', 'message', 'stack'].every((key) => value?.[key] && typeof value[key] === 'string');
}

/** An error as Lambda answers it. */
function describe(error) {
  try {
    if (looksLikeError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its ' +
        'message, name, and stack',
    };
  }
}

function errorForLog(error) {
  const visible = (_key, value) => value instanceof Error
    ? {
        errorType: value.name, errorMessage: value.message, code: value.code, ...value,
        ...(typeof value.stack === 'string' ? { stack: value.stack.split('\n') } : {}),
      }
    : value;
  const whole = error instanceof Error ? error : new Error(error);
  try {
    return '\t' + JSON.stringify(whole, visible);
  } catch {
    return '\t' + JSON.stringify(describe(whole));
  }
}

// ---- the log

let requestId;

function patchConsole() {
  const logAs = (level) => (message, ...values) => {
    const line = `${new Date().toISOString()}\t${requestId}\t${level}\t${util.format(message, ...values)}`;
    fs.writeSync(1, `${line.replace(/\n/g, '\r')}\n`); // one event
  };
  console.trace = logAs('TRACE');
  console.debug = logAs('DEBUG');
  console.info = console.log = logAs('INFO');
  console.warn = logAs('WARN');
  console.error = logAs('ERROR');
  console.fatal = logAs('FATAL');
}

// ---- SDKs older than AWS_ENDPOINT_URL

/** The AWS SDK for JavaScript v2 does not know AWS_ENDPOINT_URL. When it is loaded, if ever, it learns of it. */
function teachOldSdk() {
  const endpoint = environment.AWS_ENDPOINT_URL;
  if (!endpoint) return;
  const load = Module._extensions['.js'];
  Module._extensions['.js'] = (module, filename) => {
    load(module, filename);
    // Whatever part of the SDK is required first loads this, and it makes the configuration.
    if (!filename.endsWith('/aws-sdk/lib/node_loader.js')) return;
    const { config } = module.exports;
    config.endpoint ??= endpoint;
    // A bucket's name before "localhost" or an address is a host that does not resolve.
    if (!environment.AWS_LAMBDA_NODEJS_VIRTUAL_HOSTED_BUCKETS) config.s3ForcePathStyle = true;
  };
}

// ---- the handler

/** Whether a .js file is an ES module: what the nearest package.json says. */
function isEsModule(file) {
  for (let folder = path.dirname(file); !folder.endsWith('/node_modules'); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) {
      try {
        return JSON.parse(fs.readFileSync(manifest, 'utf8'))?.type === 'module';
      } catch (error) {
        console.warn(`${manifest} cannot be read, it will be ignored for ES module detection purposes.`, error);
        return false;
      }
    }
    if (folder === '/') break;
  }
  return false;
}

const load = (file) => import(pathToFileURL(file).href);

async function loadModule(root, folder, name) {
  const file = path.resolve(root, folder, name);
  if (fs.existsSync(file) && fs.statSync(file).isFile()) return require(file);
  if (fs.existsSync(`${file}.js`)) return isEsModule(`${file}.js`) ? load(`${file}.js`) : require(`${file}.js`);
  if (fs.existsSync(`${file}.mjs`)) return load(`${file}.mjs`);
  if (fs.existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
  return require(require.resolve(name, { paths: [root, path.resolve(root, folder)] }));
}

async function loadHandler(root, handler) {
  if (handler.includes('..')) {
    throw new MalformedHandlerName(`'${handler}' is not a valid handler name. Use absolute paths when specifying root ` +
      'directories in handler names.');
  }
  const base = path.basename(handler);
  const folder = handler.slice(0, handler.indexOf(base));
  const dot = base.indexOf('.');
  if (dot < 0) throw new MalformedHandlerName('Bad handler');
  let module;
  try {
    module = await loadModule(root, folder, base.slice(0, dot));
  } catch (error) {
    if (error instanceof SyntaxError) throw Object.assign(new UserCodeSyntaxError(error), { stack: error.stack });
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') throw new ImportModuleError(error);
    throw error;
  }
  const found = base.slice(dot + 1).split('.').reduce((object, key) => object?.[key], module);
  if (!found) throw new HandlerNotFound(`${handler} is undefined or not exported`);
  if (typeof found !== 'function') throw new HandlerNotFound(`${handler} is not a function`);
  if (!hasCallbacks && found.length >= 3) {
    throw new CallbackHandlerDeprecated('ERROR: AWS Lambda has removed support for callback-based function handlers ' +
      'starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 ' +
      'or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
  return found;
}

// ---- an invocation

const whenIdle = { run: () => {} }; // when the event loop is empty
const whenBroken = { run: undefined }; // when an exception reaches nobody

function parse(text, what) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot parse ${what} as json: ${error}`);
  }
}

function contextData(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headers['lambda-runtime-client-context'], 'ClientContext'),
    identity: parse(headers['lambda-runtime-cognito-identity'], 'CognitoIdentity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** Runs the handler once; resolves when its answer is posted. */
function invoke(api, handler, { headers, body }) {
  requestId = headers['lambda-runtime-aws-request-id'];
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) environment._X_AMZN_TRACE_ID = trace;
  else delete environment._X_AMZN_TRACE_ID;

  return new Promise((posted, failed) => {
    const url = `invocation/${requestId}/`;
    let done = false;
    const once = (action) => (...values) => {
      if (done) return;
      done = true;
      whenIdle.run = () => {};
      action(...values);
    };
    const post = (path, document, headers) =>
      api.post(url + path, document, { 'Content-Type': 'application/json', ...headers });
    const postError = (error) => {
      const description = describe(error);
      const type = String(description.errorType).replace(/[^\x20-\x7e]/g, '?');
      return post('error', JSON.stringify(description), { 'Lambda-Runtime-Function-Error-Type': type });
    };
    const fail = (error) => {
      console.error('Invoke Error', errorForLog(error));
      postError(error).then(posted, failed);
    };
    const succeed = (result) => {
      let document;
      try {
        document = JSON.stringify(result === undefined ? null : result) ?? 'null';
      } catch {
        return fail(new Error('Unable to stringify response body'));
      }
      post('response', document).then(posted, failed);
    };

    const isAsync = !hasCallbacks || handler.constructor?.name === 'AsyncFunction';
    whenBroken.run = (error, code) => {
      done = true;
      postError(error).finally(() => process.exit(code));
    };
    // The event loop ran dry, and nothing was answered.
    whenIdle.run = once(() => isAsync
      ? fail(new NodeJsExit('The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly ' +
        'caused by a Promise that was never settled. For more information, see ' +
        'https://nodejs.org/docs/latest/api/process.html#exit-codes'))
      : succeed(null));

    if (!hasCallbacks) {
      // Assumed of the context: that what only callbacks needed is gone with them.
      const answer = async () => handler(JSON.parse(body), contextData(headers));
      answer().then(once(succeed), once(fail));
      return;
    }
    let waits = true;
    const context = {
      get callbackWaitsForEmptyEventLoop() { return waits; },
      set callbackWaitsForEmptyEventLoop(value) { waits = value; },
      succeed: once(succeed),
      fail: once((error) => fail(error ?? 'handled')),
      done: once((error, result) => (error === undefined || error === null ? succeed(result) : fail(error))),
    };
    const callback = once((error, result) => {
      if (error !== undefined && error !== null) return fail(error);
      if (!waits) return succeed(result);
      whenIdle.run = () => {
        whenIdle.run = () => {};
        succeed(result);
      };
    });
    try {
      Object.assign(context, contextData(headers));
      const result = handler(JSON.parse(body), context, callback);
      if (typeof result?.then === 'function') result.then(context.succeed, context.fail);
    } catch (error) {
      callback(error);
    }
  });
}

// ---- the loop

async function main() {
  patchConsole();
  teachOldSdk();
  globalThis.awslambda = {
    streamifyResponse() {
      throw new Error('Response streaming is not emulated by Cloche.');
    },
  };
  const api = new RuntimeApi(environment.AWS_LAMBDA_RUNTIME_API);
  whenBroken.run = (error, code) => {
    const description = describe(error);
    const headers = { 'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': description.errorType };
    api.post('init/error', JSON.stringify(description), headers).finally(() => process.exit(code));
  };
  process.on('beforeExit', () => whenIdle.run());
  process.on('uncaughtException', (error) => {
    console.error('Uncaught Exception', errorForLog(error));
    whenBroken.run(error, 129);
  });
  process.on('unhandledRejection', (reason) => {
    const error = Object.assign(new UnhandledPromiseRejection(reason), { reason });
    console.error('Unhandled Promise Rejection', errorForLog(error));
    whenBroken.run(error, 128);
  });

  let handler;
  try {
    handler = await loadHandler(environment.LAMBDA_TASK_ROOT, environment._HANDLER);
  } catch (error) {
    console.error(hasCallbacks ? 'Uncaught Exception' : 'Init Error', errorForLog(error));
    return whenBroken.run(error, 129);
  }
  for (;;) await invoke(api, handler, await api.next());
}

main();
