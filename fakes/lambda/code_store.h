#pragma once
// Function code, unpacked once and addressed by its content: whoever uploads the same zip again, a fork or
// another function, gets the same directory. Nothing in it is changed, and it stays for as long as a function
// names it or something of this process uses it; then emulator/front/code_sweep discards it.
//
// Threads: any; two that add the same code at once both unpack it, and the first wins. While code is
// discarded nothing may be added.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "fakes/core/account.h"
#include "fakes/core/api_error.h"

namespace cloche::lambda {

/// Where the HTTP server shows zips, as AWS does in a bucket of its own: this, then zip_name().
inline constexpr std::string_view code_path = "/_aws/lambda/code/";
/// "1f…9a.zip", of a CodeSha256.
std::string zip_name(std::string_view sha256);

/// Lambda quotas: a zip sent with the request, and its content (with layers).
inline constexpr std::uint64_t max_zip_bytes = 50 * 1024 * 1024;
inline constexpr std::uint64_t max_unzipped_bytes = 262'144'000;

/// Keeps code from being discarded for as long as it lives. It is a lock of the operating system on the
/// code's directory, for who uses code and who discards it share nothing else: those know an account, this
/// all of them.
class CodeInUse {
 public:
  explicit CodeInUse(const std::filesystem::path& directory);
  ~CodeInUse();
  CodeInUse(const CodeInUse&) = delete;

 private:
  const int directory_;
};

class CodeStore {
 public:
  /// Keeps it below `directory`, which may hold code from before.
  explicit CodeStore(const std::filesystem::path& directory,
                     std::uint64_t unzipped_limit = max_unzipped_bytes);

  struct Code {
    std::string sha256;  // of the zip, base64: `CodeSha256`
    std::uint64_t size;  // of the zip: `CodeSize`
    std::filesystem::path directory;
  };
  /// Unpacks a zip, and keeps it. File modes are kept. ApiError InvalidParameterValueException where it is
  /// none, is empty or too large, or where an entry would be written, or a link lead, outside of its
  /// directory.
  Code add(std::string_view zip);
  /// Where the code of this `CodeSha256` lies, which must have been added.
  std::filesystem::path find(std::string_view sha256) const;
  /// The zip of this zip_name(), as it came; nullopt where there is none.
  std::optional<std::string> read_zip(std::string_view name) const;

  /// The zip_name() of all code that lies here.
  std::set<std::string> names() const;
  /// Takes away the code of this zip_name(), which nobody names; false where it is in use.
  bool discard(const std::string& name) const;
  /// Whether something is being unpacked, or was when a process ended.
  bool has_unfinished() const;
  /// Takes that away; while nothing is being added.
  void discard_unfinished() const;
  /// Deletes what was taken away, which may take long.
  void delete_discarded() const;

 private:
  void unpack(std::string_view zip, const std::filesystem::path& directory) const;
  void keep(std::string_view zip, const std::filesystem::path& path) const;

  std::filesystem::path directory_;
  std::uint64_t unzipped_limit_;
};

/// Rung (Account::ring) when code may no longer be named by a function of the account.
inline constexpr std::string_view dropped_code_bell = "lambda:code";
/// Rings it, in a unit of work.
void say_code_is_dropped(Account& account);

/// Where the code of the account's functions lies, below its files.
CodeStore code_store(const Account& account);

}  // namespace cloche::lambda
