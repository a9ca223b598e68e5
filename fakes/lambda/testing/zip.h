#pragma once
// Zips for tests, made of what is to be in them.
#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <vector>

namespace cloche::lambda::testing {

struct ZipEntry {
  std::string name;
  std::string content;
  unsigned mode = 0644;
  unsigned type = AE_IFREG;  // a link's content is where it leads
};

std::string zip_of(const std::vector<ZipEntry>& entries);

}  // namespace cloche::lambda::testing
