#pragma once
// At which ports the accounts of a data folder were served: what was deployed then holds addresses with them
// (a queue's URL in a function's variable), and the next start may be at another. They stand in the folder's
// file "ports", one a line, the last one last.
#include <cstdint>
#include <filesystem>
#include <vector>

namespace cloche::front {

/// The last one last; none where there is no such file, or no folder ("").
std::vector<std::uint16_t> served_ports(const std::filesystem::path& data);

/// Notes that they are served at this one now. A Fault where it can't be written.
void note_served_port(const std::filesystem::path& data, std::uint16_t port);

}  // namespace cloche::front
