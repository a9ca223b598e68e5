#pragma once
// JSON pointers (RFC 6901), by which the parts of a template are named: "/Resources/Table/Properties".
#include <string>
#include <string_view>
#include <vector>

namespace cloche::deploy {

/// `text` as one step of a pointer.
std::string pointer_step(std::string_view text);
/// The steps of a pointer, as text.
std::vector<std::string> pointer_steps(std::string_view pointer);

}  // namespace cloche::deploy
