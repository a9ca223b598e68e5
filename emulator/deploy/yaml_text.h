#pragma once
#include <string_view>

#include "emulator/deploy/source_document.h"
#include "emulator/deploy/template_source.h"

namespace cloche::deploy {

/// Reads one YAML document with the short forms of the intrinsic functions, which become the long ones.
/// Throws SourceError, also for a key that is there twice.
SourceDocument read_yaml_text(std::string_view text, Aliases aliases);

}  // namespace cloche::deploy
