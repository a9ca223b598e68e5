#pragma once
// Statements of policies, in the short form of policy_templates.txt (which explains it) and connections.txt.
#include "emulator/deploy/sam/outline.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// The statement of an entry like "sqs: SendMessage", whose resources and conditions stand below it.
Json allowing_statement(const OutlineEntry& entry);
/// One for each entry.
Json allowing_statements(const std::vector<OutlineEntry>& entries);

}  // namespace cloche::deploy::sam
