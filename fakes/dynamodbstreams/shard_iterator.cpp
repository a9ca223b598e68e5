#include "fakes/dynamodbstreams/shard_iterator.h"

#include <fmt/core.h>

#include <charconv>
#include <optional>

#include "fakes/core/digest.h"
#include "fakes/dynamodbstreams/errors.h"

namespace cloche::dynamodbstreams {

namespace {

constexpr std::string_view separator = "|1|";

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string ShardIterator::str() const {
  return fmt::format("{}{}{}", stream_arn, separator,
                     base64(fmt::format("{} {}", sequence, to_millis(made))));
}

ShardIterator ShardIterator::parse(std::string_view text) {
  const auto bar = text.rfind(separator);
  if (bar != std::string_view::npos) {
    const std::optional<std::string> decoded = base64_decode(text.substr(bar + separator.size()));
    const std::string_view position = decoded ? *decoded : std::string_view();
    const auto space = position.find(' ');
    if (space != std::string_view::npos) {
      const auto sequence = parse_number(position.substr(0, space));
      const auto made = parse_number(position.substr(space + 1));
      if (sequence && made) return {std::string(text.substr(0, bar)), *sequence, from_millis(*made)};
    }
  }
  throw invalid_iterator();
}

}  // namespace cloche::dynamodbstreams
