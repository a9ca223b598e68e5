#pragma once
// What became of scenarios as JUnit's XML, which CI systems read.
#include <chrono>
#include <span>
#include <string>

#include "scenarios/engine/replay.h"

namespace cloche::scenarios {

std::string junit_xml(std::span<const Played> all, std::chrono::milliseconds duration);

}  // namespace cloche::scenarios
