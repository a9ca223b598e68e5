// The reader of scenarios: whatever a file holds, it is a scenario or it is refused with a place. What it
// includes is itself, under another name.
#include <cstdint>
#include <string>

#include "scenarios/engine/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  int files = 0;
  try {
    cloche::scenarios::read_scenario("f.json", [&](const std::filesystem::path&) {
      if (++files > 8) throw std::runtime_error("there is no such file");
      return text;
    });
  } catch (const cloche::scenarios::FileError&) {
  }
  return 0;
}
