#include "tools/fuzz/codec_target.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "fakes/core/fault.h"
#include "fakes/wire/rest_router.h"
#include "fakes/wire/validate.h"

namespace cloche::wire {

namespace {

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

const model::Operation& some_operation(const model::Service& service, std::string_view name) {
  if (const model::Operation* operation = service.operation(name)) return *operation;
  return service.operations[std::hash<std::string_view>()(name) % service.operations.size()];
}

// What was read is written as an answer of the same shape.
HttpResponse answer(const Codec& codec, const model::Service& service, model::Operation operation,
                    const Json& document) {
  operation.output = operation.input;
  return codec.encode(service, operation, document, "id");
}

bool read(const Codec& codec, const model::Service& service, const model::Operation& operation,
          const HttpRequest& request, const PathLabels& labels, Json& document) {
  try {
    document = codec.decode(service, operation, request, labels);
    if (operation.input != nullptr) validate(service, *operation.input, document);
    return true;
  } catch (const ApiError& error) {
    codec.encode_error(service, &operation, error, "id");
    return !document.is_null();  // read, and refused by validate()
  }
}

}  // namespace

void fuzz_rpc(const Codec& codec, std::string_view name, std::string_view data) {
  const model::Service& service = *model::find_service(name);
  const model::Operation& operation = some_operation(service, take_line(data));
  HttpRequest request{"POST", "/", {}, std::string(data)};
  Json document;
  if (!read(codec, service, operation, request, {}, document)) return;
  const HttpResponse written = answer(codec, service, operation, document);
  if (&codec == &query_codec()) return;  // it answers in XML
  // What was written reads the same; compared as text, since NaN is not NaN.
  request.body = written.body;
  const Json again = codec.decode(service, operation, request, {});
  if (answer(codec, service, operation, again).body != written.body)
    fail("{} reads back another: {}", operation.name, written.body);
}

void fuzz_rest(const Codec& codec, std::string_view name, std::string_view data) {
  static const model::Service& service = *model::find_service(name);
  static const RestRouter router(service);
  std::string_view line = take_line(data);
  HttpRequest request;
  request.method = line.substr(0, line.find(' '));
  request.target =
      line.substr(std::min(line.find(' '), line.size() - (line.empty() ? 0 : 1)) + (line.empty() ? 0 : 1));
  for (line = take_line(data); !line.empty(); line = take_line(data)) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos)
      request.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
  }
  request.body = data;
  auto route = router.match(request);
  if (!route) route = Route{&some_operation(service, request.target), {}};
  Json document;
  if (read(codec, service, *route->operation, request, route->labels, document))
    answer(codec, service, *route->operation, document);
}

}  // namespace cloche::wire
