#pragma once
// What a deployment accepts and does not apply: each is a line with its place in the template, and is counted
// where the account's other unsupported settings are, which in strict mode refuses it (TemplateError).
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/deploy/template_source.h"
#include "fakes/wire/service.h"

namespace cloche::deploy {

class Reports : public wire::UnsupportedSettings {
 public:
  Reports(const Template& source, wire::UnsupportedSettings& account) : source_(source), account_(account) {}

  /// What is reported from now on is of the part at this pointer: "/Resources/X".
  void look_at(std::string pointer) { pointer_ = std::move(pointer); }
  /// A part of the template itself, at `pointer`.
  void report_part(const std::string& pointer, std::string_view type, const std::string& what);

  void report(std::string_view service, std::string_view operation, std::string_view what) override;

  /// In the order in which they came, each once.
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  void add(const std::string& pointer, const std::string& what);
  void count(const std::string& pointer, std::string_view service, std::string_view operation,
             std::string_view what);

  const Template& source_;
  wire::UnsupportedSettings& account_;
  std::string pointer_;
  std::vector<std::string> lines_;
  std::set<std::string> seen_;
};

}  // namespace cloche::deploy
