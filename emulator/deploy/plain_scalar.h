#pragma once
#include <string>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// What a plain YAML scalar (without quotes and tag) stands for by YAML 1.1, as CloudFormation and SAM read
/// it: a boolean (yes, no, on and off too), a number (0b, 0x, octal with a leading 0, base 60, _ between
/// digits), null, or its text. A date is text, and so is a number that JSON has no form for.
Json plain_scalar(const std::string& text);

}  // namespace cloche::deploy
