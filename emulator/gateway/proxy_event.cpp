#include "emulator/gateway/proxy_event.h"

#include <algorithm>
#include <array>

#include "emulator/gateway/media_type.h"
#include "fakes/core/digest.h"
#include "fakes/wire/json_writer.h"
#include "fakes/wire/utf8.h"

namespace cloche::gateway {

namespace {

// A name with its values, in the order in which they came.
struct Values {
  std::string_view name;
  std::vector<std::string_view> values;
};

// JSON's strings are UTF-8, whatever a client sent.
void append_text(std::string& out, std::string_view text) {
  if (wire::is_well_formed_utf8(text)) {
    wire::append_json_string(out, text);
  } else {
    wire::append_json_string(out, wire::to_utf8(std::string(text)));
  }
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += '"';
  out += name;
  out += "\":";
  append_text(out, value);
  out += ',';
}

// {"name": "the last value", …} and {"name": ["every", "value"], …}; null, where there is none.
void append_values(std::string& out, const std::vector<Values>& all, std::string_view single,
                   std::string_view multiple) {
  const auto append = [&](std::string_view member, auto&& write) {
    out += '"';
    out += member;
    out += "\":";
    if (all.empty()) {
      out += "null,";
      return;
    }
    char before = '{';
    for (const Values& each : all) {
      out += before;
      append_text(out, each.name);
      out += ':';
      write(each);
      before = ',';
    }
    out += "},";
  };
  append(single, [&](const Values& each) { append_text(out, each.values.back()); });
  append(multiple, [&](const Values& each) {
    char before = '[';
    for (const std::string_view value : each.values) {
      out += before;
      append_text(out, value);
      before = ',';
    }
    out += ']';
  });
}

// ---- headers

// What API Gateway does not hand on to a function (important notes for REST APIs), and what the connection to
// the client alone is about. That Content-Length is one of them is assumed.
constexpr std::array dropped_headers{
    "connection",       "content-length",     "content-md5",      "expect",           "keep-alive",
    "max-forwards",     "proxy-authenticate", "proxy-connection", "server",           "te",
    "trailer",          "transfer-encoding",  "upgrade",          "www-authenticate", "x-forwarded-for",
    "x-forwarded-port", "x-forwarded-proto"};

bool is_dropped(std::string_view name) {
  return std::ranges::any_of(
      dropped_headers, [&](std::string_view dropped) { return wire::equal_ignoring_case(dropped, name); });
}

bool before_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::lexicographical_compare(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) < lower(y);
  });
}

struct EventHeaders {
  std::vector<Values> values;  // by name
  std::string domain, trace, forwarded_for, via;

  void add(std::string_view name, std::string_view value) {
    const auto found = std::ranges::find_if(
        values, [&](const Values& each) { return wire::equal_ignoring_case(each.name, name); });
    if (found != values.end()) {
      found->values.push_back(value);
    } else {
      values.push_back({name, {value}});
    }
  }
};

// CloudFront's, which stands before an API of the type EDGE; as they come from a desktop (assumed).
void add_edge_headers(EventHeaders& headers, const std::string& extended_id) {
  headers.add("CloudFront-Forwarded-Proto", "https");
  headers.add("CloudFront-Is-Desktop-Viewer", "true");
  headers.add("CloudFront-Is-Mobile-Viewer", "false");
  headers.add("CloudFront-Is-SmartTV-Viewer", "false");
  headers.add("CloudFront-Is-Tablet-Viewer", "false");
  headers.add("CloudFront-Viewer-Country", "US");
  headers.via = "2.0 cloche.cloudfront.net (CloudFront)";
  headers.add("Via", headers.via);
  headers.add("X-Amz-Cf-Id", extended_id);
}

// As AWS would receive the request: by HTTPS, at the API's own name. The names of headers are as they were
// sent.
void read_headers(EventHeaders& headers, const RequestContext& context, const apigateway::ServedStage& stage,
                  const std::string& extended_id) {
  headers.values.reserve(context.request.headers.size() + 12);
  headers.domain = context.domain_name(stage);
  headers.trace.append("Root=").append(context.trace_id);
  const std::string_view already = context.request.headers.get("x-forwarded-for");
  headers.forwarded_for.append(already).append(already.empty() ? "" : ", ").append(context.remote_address);
  for (const wire::Header& header : context.request.headers) {
    if (is_dropped(header.name)) continue;
    const bool is_host = wire::equal_ignoring_case(header.name, "host");
    headers.add(header.name, is_host && context.host.empty() ? headers.domain : header.value);
  }
  if (!context.request.headers.has("x-amzn-trace-id")) headers.add("X-Amzn-Trace-Id", headers.trace);
  headers.add("X-Forwarded-For", headers.forwarded_for);
  headers.add("X-Forwarded-Port", "443");
  headers.add("X-Forwarded-Proto", "https");
  if (stage.edge) add_edge_headers(headers, extended_id);
  std::ranges::sort(headers.values, before_ignoring_case, &Values::name);
}

// ---- the rest

void append_query(std::string& out, std::string_view query) {
  const auto pairs = wire::parse_query(query);
  std::vector<Values> all;
  for (const auto& [name, value] : pairs) {
    const auto found = std::ranges::find(all, name, &Values::name);
    if (found != all.end()) {
      found->values.push_back(value);
    } else {
      all.push_back({name, {value}});
    }
  }
  append_values(out, all, "queryStringParameters", "multiValueQueryStringParameters");
}

template <class Pairs>
void append_texts(std::string& out, std::string_view member, const Pairs& pairs) {
  out += '"';
  out += member;
  out += "\":";
  if (pairs.empty()) {
    out += "null,";
    return;
  }
  char before = '{';
  for (const auto& [name, value] : pairs) {
    out += before;
    append_text(out, name);
    out += ':';
    append_text(out, value);
    before = ',';
  }
  out += "},";
}

void append_identity(std::string& out, const RequestContext& context) {
  out +=
      "\"identity\":{\"cognitoIdentityPoolId\":null,\"accountId\":null,\"cognitoIdentityId\":null,\"caller\":"
      "null,";
  append_member(out, "sourceIp", context.remote_address);
  out +=
      "\"principalOrgId\":null,\"accessKey\":null,\"cognitoAuthenticationType\":null,"
      "\"cognitoAuthenticationProvider\":null,\"userArn\":null,\"userAgent\":";
  if (const std::string* agent = context.request.headers.find("user-agent")) {
    append_text(out, *agent);
  } else {
    out += "null";
  }
  out += ",\"user\":null},";
}

void append_context(std::string& out, const RequestContext& context, const apigateway::ServedStage& stage,
                    const apigateway::ServedMethod& method, const std::string& extended_id,
                    std::string_view domain) {
  out += "\"requestContext\":{";
  append_member(out, "resourceId", method.resource_id);
  append_member(out, "resourcePath", method.resource_path);
  if (!method.operation_name.empty()) append_member(out, "operationName", method.operation_name);
  append_member(out, "httpMethod", context.request.method);
  append_member(out, "extendedRequestId", extended_id);
  append_member(out, "requestTime", request_time(context.time));
  std::string path = "/" + stage.stage;
  append_member(out, "path", path.append(context.path));
  append_member(out, "accountId", stage.account);
  append_member(out, "protocol", "HTTP/1.1");
  append_member(out, "stage", stage.stage);
  append_member(out, "domainPrefix", domain.substr(0, domain.find('.')));
  out += "\"requestTimeEpoch\":";
  wire::append_json_integer(out, to_millis(context.time));
  out += ',';
  append_member(out, "requestId", context.request_id);
  append_identity(out, context);
  append_member(out, "domainName", domain);
  append_member(out, "deploymentId", stage.deployment);
  append_member(out, "apiId", stage.api);
  out.back() = '}';
  out += ',';
}

void append_body(std::string& out, const wire::HttpRequest& request, const apigateway::ServedStage& stage) {
  out += "\"body\":";
  if (request.body.empty()) {
    out += "null,\"isBase64Encoded\":false}";
  } else if (is_binary(stage.binary_media_types, request.headers.get("content-type"))) {
    out += '"';
    out += base64(request.body);
    out += "\",\"isBase64Encoded\":true}";
  } else {
    append_text(out, request.body);
    out += ",\"isBase64Encoded\":false}";
  }
}

}  // namespace

std::string proxy_event(const RequestContext& context, const apigateway::ServedStage& stage,
                        const Match& match) {
  const apigateway::ServedMethod& method = *match.route->method;
  const std::string extended_id = context.extended_id();
  EventHeaders headers;
  read_headers(headers, context, stage, extended_id);
  std::string out;
  out.reserve(3000 + context.request.target.size() + context.request.body.size() * 4 / 3);
  out += '{';
  append_member(out, "resource", method.resource_path);
  append_member(out, "path", context.path);
  append_member(out, "httpMethod", context.request.method);
  append_values(out, headers.values, "headers", "multiValueHeaders");
  append_query(out, context.request.raw_query());
  append_texts(out, "pathParameters", match.parameters);
  append_texts(out, "stageVariables", stage.variables);
  append_context(out, context, stage, method, extended_id, headers.domain);
  append_body(out, context.request, stage);
  return out;
}

}  // namespace cloche::gateway
