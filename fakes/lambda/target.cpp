#include "fakes/lambda/target.h"

#include "fakes/core/arn.h"

namespace cloche::lambda {

std::string service_of_target(std::string_view text, std::string_view region) {
  const auto arn = Arn::parse(text);
  if (!arn || arn->resource.empty()) return "";
  if (!arn->region.empty() && arn->region != region) return "";
  return arn->service;
}

bool is_fifo_target(std::string_view text) {
  const auto arn = Arn::parse(text);
  return arn && (arn->service == "sqs" || arn->service == "sns") && arn->resource.ends_with(".fifo");
}

}  // namespace cloche::lambda
