// call: any operation of AWS.
#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/aws_document.h"
#include "scenarios/engine/reference.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"
#include "scenarios/engine/suggestion.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array call_members{MemberRule{"service", Form::text, true},
                                  MemberRule{"operation", Form::text, true},
                                  MemberRule{"parameters", Form::object}, MemberRule{"region"}};
constexpr std::array call_facets{Facet{"status"}, Facet{"result"}, Facet{"error"}, Facet{"message"}};

/// "dynamodb.ListTables"
std::optional<Json> read_short_call(const std::string& text) {
  // A service that comes by a reference may have dots of its own: "${item.service}.ListTables".
  const auto dot = text.find('.', text.starts_with("${") ? text.find('}') : 0);
  if (dot == 0 || dot == std::string::npos || dot + 1 == text.size()) return std::nullopt;
  return Json{{"service", text.substr(0, dot)}, {"operation", text.substr(dot + 1)}};
}

/// The service and the operation, as far as they are known before anything is played, and its parameters.
void check_call(const LocatedJson& given, const Json& arguments, const std::string& file) {
  const auto at = [&](std::string_view member) -> const LocatedJson& {
    const LocatedJson* found = given.find(member);
    return found == nullptr ? given : *found;
  };
  const std::string service_name = arguments.at("service"), operation_name = arguments.at("operation");
  if (has_reference(service_name) || has_reference(operation_name)) return;
  const wire::model::Service* service = wire::model::find_service(service_name);
  if (service == nullptr) {
    std::vector<std::string_view> names;
    for (const auto* known : wire::model::services()) names.push_back(known->name);
    throw FileError(at("service").in(file), fmt::format("there is no service \"{}\"{}", service_name,
                                                        suggestion(service_name, names)));
  }
  if (!spoken_protocol(*service))
    throw FileError(
        at("service").in(file),
        fmt::format("{} can't be played: it is spoken to in a protocol that steps don't speak yet",
                    service_name));
  const wire::model::Operation* operation = service->operation(operation_name);
  if (operation == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& known : service->operations) names.push_back(known.name);
    throw FileError(at("operation").in(file), fmt::format("{} has no operation \"{}\"{}", service_name,
                                                          operation_name, suggestion(operation_name, names)));
  }
  const LocatedJson* parameters = given.find("parameters");
  if (parameters == nullptr) return;
  static constexpr wire::model::Shape nothing{.name = "An operation that takes nothing"};
  check_parameters(operation->input != nullptr ? *operation->input : nothing, *parameters, file);
}

Json play_call(Sequence& sequence, const Step&, const Json& arguments) {
  const AwsAnswer answer = sequence.site().call(
      arguments.at("service").get<std::string>(), arguments.at("operation").get<std::string>(),
      arguments.value("parameters", Json::object()), arguments.value("region", ""));
  if (answer.error.empty()) return {{"status", answer.status}, {"result", answer.result}};
  return {{"status", answer.status}, {"error", answer.error}, {"message", answer.message}};
}

std::optional<Difference> unexpected_error(const Json& seen, const Json& expect) {
  if (expect.contains("error") || expect.contains("status") || !seen.contains("error")) return std::nullopt;
  return Difference{
      "error", "no error",
      fmt::format("{}: {}", seen.at("error").get<std::string>(), seen.at("message").get<std::string>())};
}

}  // namespace

const StepKind& call() {
  static const StepKind kind{.name = "call",
                             .members = call_members,
                             .facets = call_facets,
                             .read_short = read_short_call,
                             .short_form = "a service and an operation, like \"dynamodb.ListTables\"",
                             .in_burst = true,
                             .check = check_call,
                             .play = play_call,
                             .unexpected = unexpected_error};
  return kind;
}

}  // namespace cloche::scenarios::steps
