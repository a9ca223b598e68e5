// settings: what the emulator lets a test set of the fakes' behaviour (docs/admin-api.md, "Settings").
#include <array>
#include <nlohmann/json.hpp>

#include "scenarios/engine/sequence.h"
#include "scenarios/engine/steps/kinds.h"

namespace cloche::scenarios::steps {

namespace {

constexpr std::array settings_facets{Facet{"settings"}};

Json play_settings(Sequence& sequence, const Step&, const Json& arguments) {
  return {{"settings", sequence.site().admin("POST", "/_cloche/settings", arguments)}};
}

}  // namespace

const StepKind& settings() {
  static const StepKind kind{.name = "settings",
                             .facets = settings_facets,
                             .any_members = true,
                             .needs_cloche = true,
                             .play = play_settings};
  return kind;
}

}  // namespace cloche::scenarios::steps
