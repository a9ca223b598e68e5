#include "emulator/deploy/inline_code.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "emulator/deploy/properties.h"
#include "emulator/deploy/property_error.h"
#include "fakes/core/fault.h"
#include "fakes/core/whole_file.h"

namespace cloche::deploy {

namespace {

// CloudFormation's documentation: 4 MB of inline code.
constexpr std::size_t most_inline_bytes = 4 * 1024 * 1024;
constexpr const char* hot_reload = "hot-reload";

Json inline_zip(const Json& code, std::string_view runtime) {
  const std::string text = text_property(code, "ZipFile");
  const bool is_node = runtime.starts_with("nodejs");
  if (!is_node && !runtime.starts_with("python")) {
    throw PropertyError{"/Code/ZipFile",  // assumed: the words
                        "ZipFile can only be used when Runtime is set to either of nodejs or python."};
  }
  if (text.size() > most_inline_bytes) {
    throw PropertyError{"/Code/ZipFile", fmt::format("ZipFile can not exceed {} bytes.", most_inline_bytes)};
  }
  return {{"ZipFile", json_blob(zip_of_file(is_node ? "index.js" : "index.py", text))}};
}

Json zip_on_disk(const std::filesystem::path& path) {
  try {
    return {{"ZipFile", json_blob(whole_file(path))}};
  } catch (const UnreadableFile& file) {
    throw PropertyError{"/Code", fmt::format("{} can't be read: {}", path.string(), file.why)};
  }
}

}  // namespace

std::string zip_of_file(const std::string& name, std::string_view content) {
  std::string bytes(content.size() * 2 + name.size() * 2 + 8192, '\0');
  std::size_t used = 0;
  const std::unique_ptr<archive, int (*)(archive*)> writer(archive_write_new(), &archive_write_free);
  archive_write_set_format_zip(writer.get());
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  if (archive_write_open_memory(writer.get(), bytes.data(), bytes.size(), &used) != ARCHIVE_OK)
    fail("no zip can be made");
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       &archive_entry_free);
  archive_entry_set_pathname(entry.get(), name.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 0, 0);  // the same text is the same zip
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  if (archive_write_header(writer.get(), entry.get()) != ARCHIVE_OK) fail("no zip entry {}", name);
  archive_write_data(writer.get(), content.data(), content.size());
  archive_write_close(writer.get());
  bytes.resize(used);
  return bytes;
}

Json function_code(const Json& code, std::string_view runtime) {
  if (!code.is_object()) throw PropertyError{"/Code", "Value of property Code must be an object"};
  if (code.contains("ZipFile")) {
    if (code.size() > 1)
      throw PropertyError{"/Code",
                          "Please do not provide other FunctionCode parameters when providing a ZipFile."};
    return inline_zip(code, runtime);
  }
  if (property_or_null(code, "S3Bucket") == hot_reload) {
    const std::filesystem::path path(text_property(code, "S3Key"));
    std::error_code error;
    if (std::filesystem::is_regular_file(path, error)) return zip_on_disk(path);
  }
  return code;
}

}  // namespace cloche::deploy
