#include "fakes/lambda/testing/zip.h"

#include "fakes/core/fault.h"

namespace cloche::lambda::testing {

std::string zip_of(const std::vector<ZipEntry>& entries) {
  std::size_t size = 4096;
  for (const ZipEntry& entry : entries) size += entry.content.size() * 2 + entry.name.size() * 2 + 1024;
  std::string bytes(size, '\0');
  std::size_t used = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_set_bytes_in_last_block(writer, 1);
  if (archive_write_open_memory(writer, bytes.data(), bytes.size(), &used) != ARCHIVE_OK) fail("no zip");
  for (const ZipEntry& one : entries) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, one.name.c_str());
    archive_entry_set_filetype(entry, one.type);
    archive_entry_set_perm(entry, one.mode);
    if (one.type == AE_IFLNK) archive_entry_set_symlink(entry, one.content.c_str());
    if (one.type == AE_IFREG) archive_entry_set_size(entry, static_cast<la_int64_t>(one.content.size()));
    if (archive_write_header(writer, entry) != ARCHIVE_OK) fail("no zip entry {}", one.name);
    if (one.type == AE_IFREG) archive_write_data(writer, one.content.data(), one.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  bytes.resize(used);
  return bytes;
}

}  // namespace cloche::lambda::testing
