#pragma once
// A function's log: one JSON object a line on standard output, which Lambda sends to CloudWatch Logs, where
// its members can be searched and made into metrics.
#include <cstdio>
#include <string>
#include <string_view>

#include "handlers/runtime/json.h"

namespace handlers {

class Log {
 public:
  explicit Log(std::FILE* to = stdout) : to_(to) {}

  /// Each line carries the id of the invocation that it belongs to.
  void set_request(std::string id) { request_id_ = std::move(id); }

  void info(std::string_view message, json::object details = {});
  void error(std::string_view message, json::object details = {});

 private:
  void write(const char* level, std::string_view message, json::object details);

  std::FILE* to_;
  std::string request_id_;
};

}  // namespace handlers
