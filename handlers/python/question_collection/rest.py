"""The event of a REST API's Lambda proxy integration as a request, its response, and what both need: problems, fields, paging, ETags.

The twin of handlers/rest, with the same words.
"""
import base64
import binascii
import calendar
import datetime
import hashlib
import json
import re

from botocore.exceptions import ClientError, ConnectionError as UnreachableError, HTTPClientError

DEFAULT_LIMIT = 20
MAX_LIMIT = 100
DEEPEST_BODY = 32
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
IDENTIFIER_RULE = "must be 1 to 64 letters, digits, - and _, and begin with one of the first two"
INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{3}))?Z", re.ASCII)
THROTTLES = {"LimitExceededException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottledException", "Throttling",
             "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException"}
CONFLICTS = {"TransactionConflict", "ThrottlingError"}


# ---- JSON

def dump(document):
    """As the C++ functions write it (to_text): names in order, no blanks."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _depth(text):
    depth = deepest = 0
    in_string = escaped = False
    for c in text:
        if in_string:
            if escaped:
                escaped = False
            elif c == "\\":
                escaped = True
            elif c == '"':
                in_string = False
        elif c == '"':
            in_string = True
        elif c in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif c in "]}":
            depth -= 1
    return deepest


def _refuse(text):
    raise ValueError(text)


def _fraction(text):
    number = float(text)
    return number if abs(number) != float("inf") else _refuse(text)


def _whole(text):
    number = int(text)
    return number if -2 ** 63 <= number < 2 ** 64 else _fraction(text)


def parse(text, deepest):
    """The document, or None where the text is not strictly JSON in UTF-8, or is nested too deeply."""
    text = text.removeprefix("\ufeff")
    if _depth(text) > deepest:
        return None
    try:
        document = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_fraction)
        dump(document).encode()  # a lone surrogate is no character
        return document
    except ValueError:
        return None


# ---- Moments

def parse_instant(text):
    """Milliseconds since the epoch, or None."""
    found = INSTANT.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    try:
        day = datetime.date.fromisoformat(found[1])
    except ValueError:
        return None
    hour, minute, second, millis = (int(part or 0) for part in found.groups()[1:])
    if hour > 23 or minute > 59 or second > 59:
        return None
    return ((calendar.timegm(day.timetuple()) + hour * 3600 + minute * 60 + second) * 1000) + millis


def format_instant(moment):
    seconds, millis = divmod(moment, 1000)
    time = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)
    return f"{time:%H:%M:%S}".join((f"{time.year:04}-{time:%m-%d}T", f".{millis:03}Z"))


# ---- Problems

class Problem(Exception):
    """What is wrong with a request, as a client sees it (RFC 9457). `errors` are pairs of a field and what is wrong with it."""

    def __init__(self, status, kind, title, detail, errors=(), headers=None):
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail = status, kind, title, detail
        self.errors, self.headers = errors, headers or {}

    def response(self):
        document = {"type": "/problems/" + self.kind, "title": self.title, "status": self.status, "detail": self.detail}
        if self.errors:
            document["errors"] = [{"field": field, "message": message} for field, message in self.errors]
        return Response(self.status, document, {**self.headers, "Content-Type": "application/problem+json"})


def invalid_fields(errors):
    count = "1 field is" if len(errors) == 1 else f"{len(errors)} fields are"
    return Problem(422, "invalid-fields", "Some fields are not valid", count + " not valid.", errors)


def invalid_parameter(name, message):
    return Problem(400, "invalid-parameter", "A parameter is not valid", f"{name} {message}.", [(name, message)])


def not_found(detail):
    return Problem(404, "not-found", "There is no such thing", detail)


def precondition_required(detail):
    return Problem(428, "precondition-required", "A change needs If-Match", detail)


def precondition_failed(detail):
    return Problem(412, "precondition-failed", "It was changed in the meantime", detail)


# ---- Fields

class Fields:
    """Checks the members of a document one by one; gathers in `errors`, which its parts share, all that is wrong with it."""

    def __init__(self, document, path, errors):
        self._document, self._path, self.errors = document, path, errors
        self._asked = set()

    def path_of(self, name):
        return f"{self._path}.{name}" if self._path else name

    def error(self, name, message):
        self.errors.append((self.path_of(name), message))

    def _member(self, name, required):
        self._asked.add(name)
        value = self._document.get(name)
        if value is None and required:
            self.error(name, "is required")
        return value

    def text(self, name, least, most, required=True):
        value = self._member(name, required)
        if value is None:
            return None
        if not isinstance(value, str):
            return self.error(name, "must be a string")
        if not value.strip(" \t\n\v\f\r"):
            return self.error(name, "must not be blank")
        if not least <= len(value) <= most:
            return self.error(name, f"must have {least} to {most} characters")
        return value

    def identifier(self, name, required=True):
        value = self._member(name, required)
        if value is None:
            return None
        if not is_identifier(value):
            return self.error(name, IDENTIFIER_RULE)
        return value

    def choice(self, name, choices, required=True):
        value = self._member(name, required)
        if value is None or (isinstance(value, str) and value in choices):
            return value
        return self.error(name, "must be one of " + ", ".join(choices))

    def whole(self, name, least, most, required=True):
        value = self._member(name, required)
        if value is None:
            return None
        if type(value) is not int or not least <= value <= most:
            return self.error(name, f"must be a whole number from {least} to {most}")
        return value

    def instant(self, name, required=True):
        value = self._member(name, required)
        if value is None:
            return None
        moment = parse_instant(value)
        if moment is None:
            self.error(name, "must be a moment in UTC like 2026-01-05T09:00:00Z")
        return moment

    def list(self, name, least, most, required=True):
        value = self._member(name, required)
        if value is None:
            return None
        if not isinstance(value, list):
            return self.error(name, "must be a list")
        if not least <= len(value) <= most:
            return self.error(name, f"must have {least} to {most} elements")
        return value

    def nothing_else(self):
        for name in sorted(self._document):
            if name not in self._asked:
                self.error(name, "is not known")


def refuse(errors):
    if errors:
        raise invalid_fields(errors)


def is_identifier(value):
    return isinstance(value, str) and IDENTIFIER.fullmatch(value) is not None


# ---- Requests and responses

def is_request(event):
    return isinstance(event, dict) and "httpMethod" in event and "resource" in event


class Request:
    def __init__(self, event, invocation):
        self.method, self.resource = event["httpMethod"], event["resource"]
        self.path = event.get("pathParameters") or {}
        self.query = event.get("queryStringParameters") or {}
        self.headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
        self.time = event["requestContext"]["requestTimeEpoch"]
        self.id = invocation
        body = event.get("body") or ""
        try:
            self._body = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode()
        except binascii.Error:
            self._body = b""

    def identifier(self, name):
        value = self.path.get(name)
        if not is_identifier(value):
            raise invalid_parameter(name, IDENTIFIER_RULE)
        return value

    def object(self, limit):
        """The body as a JSON object of at most that many bytes."""
        if len(self._body) > limit:
            raise Problem(413, "too-large", "The body is too large", f"A body may have {limit} bytes; this one has {len(self._body)}.")
        if re.split("[; ]", self.headers.get("content-type", "application/json").lower())[0] != "application/json":
            raise Problem(415, "unsupported-media-type", "The body has the wrong type", "Content-Type must be application/json.")
        try:
            document = parse(self._body.decode(), DEEPEST_BODY)
        except UnicodeDecodeError:
            document = None
        if not isinstance(document, dict):
            raise Problem(400, "malformed-json", "The body is not JSON", "The body must be a JSON object in UTF-8.")
        return document


class Response:
    def __init__(self, status, body=None, headers=None):
        self.status, self.body, self.headers = status, body, headers or {}

    def event(self, origin):
        headers = {**self.headers, "Access-Control-Allow-Origin": origin,
                   "Access-Control-Expose-Headers": "ETag,Location,Idempotent-Replayed,Retry-After"}
        if self.body is not None:
            headers.setdefault("Content-Type", "application/json")
        return {"statusCode": self.status, "isBase64Encoded": False, "headers": dict(sorted(headers.items())), "body": "" if self.body is None else dump(self.body)}


def _route(routes, request):
    there = {method: function for (method, resource), function in routes.items() if resource == request.resource}
    if not there:
        raise not_found("Nothing is at this path.")
    if request.method not in there:
        allowed = ", ".join(there)
        raise Problem(405, "method-not-allowed", "This method is not for this resource", f"It takes {allowed}.", headers={"Allow": allowed})
    return there[request.method](request)


def _unavailable(what, error, request):
    print(dump({"level": "ERROR", "message": what, "error": str(error), "requestId": request.id}))
    return Problem(503, "unavailable", "A service is not available", "Try again in a moment.", headers={"Retry-After": "1"}).response()


def is_conflict(error):
    """Refused because a transaction was at the same items: nothing was done, and it may go through the next time."""
    reasons = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())} - {"None"}
    return error.response["Error"]["Code"] == "TransactionConflictException" or (bool(reasons) and reasons <= CONFLICTS)


def answer(routes, request, origin):
    """Answers a request by its route: `routes` maps (method, resource) to a function of the request."""
    try:
        response = _route(routes, request)
    except Problem as problem:
        response = problem.response()
    except ClientError as error:
        throttled = error.response["Error"]["Code"] in THROTTLES
        if not throttled and not is_conflict(error):
            raise
        response = _unavailable("throttled by a service" if throttled else "transactions stayed in the way", error, request)
    except (UnreachableError, HTTPClientError) as error:
        response = _unavailable("a service can't be reached", error, request)
    print(dump({"level": "INFO", "message": "answered", "method": request.method, "resource": request.resource, "requestId": request.id,
                "status": response.status, "problem": response.body["type"] if response.status >= 400 else None}))
    return response.event(origin)


# ---- Paging and versions

def limit_of(request):
    text = request.query.get("limit")
    if text is None:
        return DEFAULT_LIMIT
    found = re.fullmatch("0*([0-9]{1,9})", text, re.ASCII)
    if not found or not 1 <= int(found[1]) <= MAX_LIMIT:
        raise invalid_parameter("limit", f"must be a whole number from 1 to {MAX_LIMIT}")
    return int(found[1])


def _mark(listed, key):
    return hashlib.sha256((listed + "\n" + dump(key)).encode()).hexdigest()[:16]


def page_token(key, listed):
    return base64.urlsafe_b64encode(dump({"after": key, "of": _mark(listed, key)}).encode()).decode().rstrip("=")


def start_of(request, listed):
    """The key after which the list goes on, or None; `listed` names the list with its filters."""
    text = request.query.get("nextToken")
    if text is None:
        return None
    try:
        if not re.fullmatch("[A-Za-z0-9_-]*", text, re.ASCII):
            raise ValueError(text)
        token = parse(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode(), 3)
    except ValueError:
        token = None
    key = token.get("after") if isinstance(token, dict) else None
    if not isinstance(key, dict) or not key or token.get("of") != _mark(listed, key):
        raise invalid_parameter("nextToken", "is not one that this list has given")
    return key


def etag_of(version):
    return f'"{version}"'


def if_match_names(value, version):
    return any(one.strip(" \t") in (etag_of(version), "*") for one in value.split(","))
