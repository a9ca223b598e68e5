// Cloche in small, for the tests to kill: runs one function that hangs, with a child of its own, and tells
// their process ids on standard output.
#include <unistd.h>

#include <cstdio>
#include <string>

#include "emulator/lambda/testing/rig.h"

int main() {
  using namespace cloche::lambda;
  testing::Rig rig;
  const auto function = rig.native();
  const std::string frozen = rig.run(function, "\"pid\"").payload;
  const std::string child = rig.run(function, "\"child\"").payload;
  const auto hangs = rig.start(function, "\"hang\"");
  const std::string other = rig.run(function, "\"pid\"").payload;
  std::printf("%s %s %s\n", frozen.c_str(), child.c_str(), other.c_str());
  std::fflush(stdout);
  for (;;) pause();
}
