// invoke: a Lambda function.
#include <fmt/core.h>

#include <array>
#include <nlohmann/json.hpp>

#include "fakes/core/digest.h"
#include "scenarios/engine/seen_json.h"
#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array<std::string_view, 3> invocation_types{"RequestResponse", "Event", "DryRun"};
constexpr std::array invoke_members{MemberRule{"function", Form::text, true},
                                    MemberRule{"type", Form::one_of, false, invocation_types},
                                    MemberRule{"payload", Form::any}, MemberRule{"qualifier"}};
constexpr std::array invoke_facets{Facet{"status"}, Facet{"payload"}, Facet{"function_error"}, Facet{"error"},
                                   Facet{"message"}};

/// What a function answers is JSON, most often.
Json payload_of(const Json& result, const Step& step) {
  const auto bytes = base64_decode(result.value("Payload", ""));
  if (!bytes || bytes->empty()) return nullptr;
  return seen_json(*bytes, step, "payload").value_or(Json(*bytes));
}

Json play_invoke(Sequence& sequence, const Step& step, const Json& arguments) {
  Json parameters{{"FunctionName", sequence.site().physical_id(arguments.at("function").get<std::string>(),
                                                               "AWS::Lambda::Function")},
                  {"InvocationType", arguments.value("type", "RequestResponse")}};
  if (const auto payload = arguments.find("payload"); payload != arguments.end())
    parameters["Payload"] = base64(payload->dump());
  if (const auto qualifier = arguments.find("qualifier"); qualifier != arguments.end())
    parameters["Qualifier"] = *qualifier;
  const AwsAnswer answer = sequence.site().call("lambda", "Invoke", parameters);
  if (!answer.error.empty())
    return {{"status", answer.status}, {"error", answer.error}, {"message", answer.message}};
  Json seen{{"status", answer.status}};
  if (Json payload = payload_of(answer.result, step); !payload.is_null() || answer.result.contains("Payload"))
    seen["payload"] = std::move(payload);
  if (answer.result.contains("FunctionError")) seen["function_error"] = answer.result["FunctionError"];
  return seen;
}

std::optional<Difference> unexpected_failure(const Json& seen, const Json& expect) {
  if (expect.contains("status") || expect.contains("error") || expect.contains("function_error"))
    return std::nullopt;
  if (seen.contains("error"))
    return Difference{
        "error", "no error",
        fmt::format("{}: {}", seen.at("error").get<std::string>(), seen.at("message").get<std::string>())};
  if (seen.contains("function_error"))
    return Difference{"function_error", "no error",
                      fmt::format("{}: {}", seen.at("function_error").get<std::string>(),
                                  short_text(seen.value("payload", Json())))};
  return std::nullopt;
}

}  // namespace

const StepKind& invoke() {
  static const StepKind kind{.name = "invoke",
                             .members = invoke_members,
                             .facets = invoke_facets,
                             .short_member = "function",
                             .in_burst = true,
                             .play = play_invoke,
                             .unexpected = unexpected_failure};
  return kind;
}

}  // namespace cloche::scenarios::steps
