#include "emulator/front/served_ports.h"

#include <algorithm>
#include <fstream>

#include "fakes/core/fault.h"

namespace cloche::front {

namespace {

// Who starts at a free port each time has a new one each time.
constexpr std::size_t most_ports = 100;

std::filesystem::path file_in(const std::filesystem::path& data) { return data / "ports"; }

}  // namespace

std::vector<std::uint16_t> served_ports(const std::filesystem::path& data) {
  std::vector<std::uint16_t> ports;
  if (data.empty()) return ports;
  std::ifstream in(file_in(data));
  for (std::uint16_t port = 0; in >> port;) ports.push_back(port);
  return ports;
}

void note_served_port(const std::filesystem::path& data, std::uint16_t port) {
  std::vector<std::uint16_t> ports = served_ports(data);
  if (!ports.empty() && ports.back() == port) return;
  std::erase(ports, port);
  ports.push_back(port);
  if (ports.size() > most_ports) ports.erase(ports.begin());
  const std::filesystem::path file = file_in(data);
  const std::filesystem::path fresh = file.string() + ".new";
  std::ofstream out(fresh, std::ios::trunc);
  for (const std::uint16_t one : ports) out << one << '\n';
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(fresh, file, error);
  if (!out || error) fail("{} can't be written", file.string());
}

}  // namespace cloche::front
