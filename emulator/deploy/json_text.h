#pragma once
#include <string_view>

#include "emulator/deploy/source_document.h"

namespace cloche::deploy {

/// Reads JSON (RFC 8259). Throws SourceError, also for a member that is there twice.
SourceDocument read_json_text(std::string_view text);

}  // namespace cloche::deploy
