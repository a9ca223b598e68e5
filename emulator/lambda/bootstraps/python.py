"""Runs a Python handler on Cloche as Lambda's own python runtime does: finds it, asks the Runtime API for one event
after the other, and words its errors and log lines as Lambda does. Standard library only; a socket instead of
http.client, because importing that would take longer than all the rest of a cold start.
"""
import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback

TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
API = "/2018-06-01/runtime/"


class RuntimeApi:
    """A client of the Runtime API on one kept connection."""

    def __init__(self, address):
        host, port = address.rsplit(":", 1)
        self.address = address
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def next(self):
        return self.call("GET", "invocation/next")

    def post(self, path, body, **headers):
        return self.call("POST", path, body, headers)

    def call(self, method, path, body=None, headers={}):
        lines = [f"{method} {API}{path} HTTP/1.1", f"Host: {self.address}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}")
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b""))
        return self.read_answer()

    def read_answer(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.receive()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("utf-8", "replace").split("\r\n")
        headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        parts, missing = [body], int(headers.get("content-length", 0)) - len(body)
        while missing > 0:
            parts.append(self.receive())
            missing -= len(parts[-1])
        status = int(lines[0].split(" ")[1])
        if status >= 400:
            raise SystemExit(f"The Runtime API answered {status}: {b''.join(parts).decode('utf-8', 'replace')}")
        return headers, b"".join(parts)

    def receive(self):
        data = self.socket.recv(1 << 18)
        if not data:
            sys.exit(1)  # Cloche has ended
        return data


class Fault(Exception):
    """What the runtime, not the handler, has to say of an invocation."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind, self.message, self.trace = "Runtime." + kind, message, trace


# ---- the handler


def load(handler):
    module, dot, name = handler.rpartition(".")
    if not dot:
        raise Fault("MalformedHandlerName",
                    f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)")
    if module.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", f"Cannot use built-in module {module} as a handler module")
    try:
        found = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module}': {error}")
    except SyntaxError as error:
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module}': {error}",
                    [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'])
    if not hasattr(found, name):
        raise Fault("HandlerNotFound", f"Handler '{name}' missing on module '{module}'")
    return getattr(found, name)


class Members:
    """An object with the given names, each None where the document lacks it."""

    names = ()

    def __init__(self, values):
        for name in self.names:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return f"{type(self).__name__}([{','.join(f'{name}={getattr(self, name)}' for name in self.names)}])"


class CognitoIdentity(Members):
    names = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(Members):
    names = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(Members):
    names = ("custom", "env", "client")

    def __init__(self, values):
        super().__init__(values)
        if self.client is not None:
            self.client = Client(self.client)


def parse_header(headers, name, what):
    text = headers.get(name)
    if not text:
        return None
    try:
        return json.loads(text)
    except Exception as error:
        raise Fault("LambdaContextUnmarshalError", f"Unable to parse {what} JSON: {error}")


class LambdaContext:
    def __init__(self, headers):
        environment = os.environ.get
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = environment("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = environment("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = environment("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = None
        client = parse_header(headers, "lambda-runtime-client-context", "Client Context")
        self.client_context = None if client is None else ClientContext(client)
        identity = parse_header(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.identity = CognitoIdentity({"cognito_identity_id": identity.get("cognitoIdentityId"),
                                         "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId")})
        self._deadline = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        shown = {name: value for name, value in vars(self).items() if not name.startswith("_")}
        return f"LambdaContext([{','.join(f'{name}={value}' for name, value in shown.items())}])"


# ---- JSON


class HasDecimal(Exception):
    pass


class Digits(float):
    """A Decimal on its way into JSON, where it is written digit by digit."""


def ascii_only():
    """Since python3.12 the runtime leaves characters beyond ASCII as they are."""
    version = os.environ.get("AWS_EXECUTION_ENV", "").rpartition("python3.")[2]
    return not (version.isdigit() and int(version) >= 12)


ASCII_ONLY = ascii_only()


def is_decimal(value):
    module = sys.modules.get("decimal")  # if nobody imported it, there is none
    return module is not None and isinstance(value, module.Decimal)


def refuse(value):
    if is_decimal(value):
        raise HasDecimal
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def digits(value):
    if not is_decimal(value):
        return refuse(value)
    if value.is_nan():
        return float("nan")
    number = Digits(value)
    number.text = str(value)
    return number


def number_text(value):
    if isinstance(value, Digits):
        return value.text
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)


def to_json(value):
    try:
        return json.dumps(value, ensure_ascii=ASCII_ONLY, default=refuse)
    except HasDecimal:
        quote = json.encoder.encode_basestring_ascii if ASCII_ONLY else json.encoder.encode_basestring
        write = json.encoder._make_iterencode({}, digits, quote, None, number_text, ": ", ", ", False, False, True)
        return "".join(write(value, 0))


def marshal(value):
    if isinstance(value, bytes):
        return value, "application/unknown"
    try:
        return to_json(value).encode("utf-8", "surrogatepass"), "application/json"
    except Exception as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}")


def unmarshal(body):
    try:
        return json.loads(body)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")


# ---- errors and the log


def describe(error, request_id=""):
    """An exception as Lambda answers it."""
    if isinstance(error, Fault):
        kind, message, trace = error.kind, error.message, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = next((i for i, frame in enumerate(frames) if frame.filename != __file__), len(frames))
        kind, message, trace = type(error).__name__, str(error), traceback.format_list(frames[own:])
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace or []}


def log_error(description):
    lines = [f"[ERROR] {description['errorType']}: {description['errorMessage']}".rstrip(": "),
             "Traceback (most recent call last):"]
    for entry in description["stackTrace"]:
        for line in entry.splitlines():
            text = line.lstrip(" ")
            lines.append("\u00a0" * (len(line) - len(text)) + text)
    sys.stdout.write("\r".join(lines) + "\n")  # one event


class Log(logging.Handler):
    request_id = ""

    def emit(self, record):
        record.aws_request_id = Log.request_id
        sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")  # one event, whatever it has of lines


def set_up_log():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace", encoding="utf-8")
    logging.Formatter.converter = time.gmtime
    log = Log()
    log.setFormatter(logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(log)


# ---- SDKs older than AWS_ENDPOINT_URL


class EndpointForOldBotocore:
    """Botocore before 1.31 does not know AWS_ENDPOINT_URL. When it is imported, if ever, its sessions learn of it."""

    def find_spec(self, name, path=None, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def execute_and_teach(module):
                execute(module)
                self.teach(module)

            spec.loader.exec_module = execute_and_teach
        return spec

    def teach(self, module):
        import botocore.configprovider
        if hasattr(botocore.configprovider, "ConfiguredEndpointProvider"):
            return  # it knows
        create_client = module.Session.create_client

        def create_client_at_endpoint(session, service_name, *arguments, **named):
            # The fifth positional argument after the service's name is endpoint_url.
            if len(arguments) < 5 and named.get("endpoint_url") is None:
                service = session.get_service_model(service_name).service_id.upper().replace(" ", "_").replace("-", "_")
                url = os.environ.get("AWS_ENDPOINT_URL_" + service) or os.environ.get("AWS_ENDPOINT_URL")
                if url and os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() != "true":
                    named["endpoint_url"] = url
            return create_client(session, service_name, *arguments, **named)

        module.Session.create_client = create_client_at_endpoint


# ---- the loop


def handle(api, handler, headers, body):
    request_id = headers["lambda-runtime-aws-request-id"]
    try:
        context = LambdaContext(headers)
        answer, content_type = marshal(handler(unmarshal(body), context))
    except Exception as error:
        description = describe(error, request_id)
        log_error(description)
        sys.stderr.flush()
        sys.stdout.flush()
        kind = description["errorType"].encode("ascii", "replace").decode()
        api.post(f"invocation/{request_id}/error", to_json(description).encode("utf-8", "surrogatepass"),
                 Content_Type="application/json", Lambda_Runtime_Function_Error_Type=kind)
        return
    sys.stderr.flush()
    sys.stdout.flush()
    api.post(f"invocation/{request_id}/response", answer, Content_Type=content_type)


def main():
    import importlib.util  # for EndpointForOldBotocore
    set_up_log()
    sys.path[0:1] = [TASK_ROOT, "/opt/python"]
    sys.meta_path.insert(0, EndpointForOldBotocore())
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load(os.environ["_HANDLER"])
    except Exception as error:
        description = describe(error)
        log_error(description)
        sys.stdout.flush()
        api.post("init/error", to_json(description).encode("utf-8", "surrogatepass"),
                 Content_Type="application/json", Lambda_Runtime_Function_Error_Type=description["errorType"])
        sys.exit(1)
    while True:
        headers, body = api.next()
        Log.request_id = headers["lambda-runtime-aws-request-id"]
        trace = headers.get("lambda-runtime-trace-id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        handle(api, handler, headers, body)


main()
