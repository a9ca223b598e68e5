#include "emulator/front/served_ports.h"

#include <doctest/doctest.h>

#include <fstream>

#include "fakes/core/temporary_directory.h"

namespace cloche::front {
namespace {

using Ports = std::vector<std::uint16_t>;

TEST_CASE("the ports at which a data folder was served are known at the next start, the last one last") {
  const TemporaryDirectory data;
  CHECK(served_ports(data.path()).empty());
  CHECK(served_ports("").empty());
  for (const std::uint16_t port : Ports{4566, 4570, 4570, 4566}) note_served_port(data.path(), port);
  CHECK(served_ports(data.path()) == Ports{4570, 4566});
  for (std::uint16_t port = 5000; port < 5200; ++port) note_served_port(data.path(), port);
  CHECK(served_ports(data.path()).size() == 100);
  CHECK(served_ports(data.path()).back() == 5199);
}

TEST_CASE("a file that is not one of ports is none") {
  const TemporaryDirectory data;
  std::ofstream(data.path() / "ports") << "4566\nnonsense\n4570\n";
  CHECK(served_ports(data.path()) == Ports{4566});
}

}  // namespace
}  // namespace cloche::front
