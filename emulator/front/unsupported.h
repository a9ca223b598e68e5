#pragma once
// Cloche's first promise: nothing is accepted in silence. What exists in AWS and not here, an operation or a
// setting that is stored and not applied, is said once on stderr and counted here for `GET
// /_cloche/unsupported`; in strict mode a setting is an error too.
//
// Threads: any; it has a lock of its own.
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "fakes/wire/service.h"

namespace cloche::front {

class Unsupported : public wire::UnsupportedSettings {
 public:
  explicit Unsupported(bool strict) : strict_(strict) {}

  /// A setting; throws ApiError (NotEmulated) in strict mode.
  void report(std::string_view service, std::string_view operation, std::string_view what) override;
  /// An operation, or a part of one, that was answered with NotEmulated.
  void count(std::string_view service, std::string_view operation, std::string_view what);
  /// As this, for who says himself what is reported: nothing is printed.
  wire::UnsupportedSettings& unprinted() { return unprinted_; }

  struct Entry {
    std::string service;
    std::string operation;
    std::string what;
    std::uint64_t count = 0;
  };
  /// By service, operation and what.
  std::vector<Entry> entries() const;
  void clear();

 private:
  struct Unprinted : wire::UnsupportedSettings {
    explicit Unprinted(Unsupported& all_) : all(all_) {}
    void report(std::string_view service, std::string_view operation, std::string_view what) override;
    Unsupported& all;
  };

  /// Answers whether it is the first of its kind.
  bool add(std::string_view service, std::string_view operation, std::string_view what);
  void refuse_if_strict(std::string_view what) const;

  const bool strict_;
  Unprinted unprinted_{*this};
  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, std::uint64_t> counts_;
};

}  // namespace cloche::front
