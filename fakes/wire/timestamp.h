#pragma once
// Moments as the protocols write them. A decoded document holds milliseconds; on the wire a moment is ISO
// 8601
// ("2014-04-29T18:30:38Z"), seconds since the epoch ("1398796238.5"), or RFC 822 as in HTTP ("Tue, 29 Apr
// 2014 18:30:38 GMT").
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "fakes/core/clock.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

/// The format that the model gives for `member`, or its protocol's for the place where it travels.
model::TimestampFormat timestamp_format(const model::Member& member, model::TimestampFormat otherwise);

/// Fractions are written where there are any; RFC 822 has none. `format` is not unspecified.
std::string write_timestamp(Time time, model::TimestampFormat format);

/// nullopt where `text` is not of that format, or a moment outside of the years 1 to 9999.
std::optional<Time> read_timestamp(std::string_view text, model::TimestampFormat format);

/// "Jan"
std::string_view month_name(std::chrono::month month);

/// Seconds since the epoch as JSON and CBOR carry them; nullopt where out of range.
std::optional<Time> time_of_seconds(double seconds);

}  // namespace cloche::wire
