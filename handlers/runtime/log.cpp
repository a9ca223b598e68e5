#include "handlers/runtime/log.h"

namespace handlers {

void Log::info(std::string_view message, const nlohmann::json& details) { write("INFO", message, details); }
void Log::error(std::string_view message, const nlohmann::json& details) { write("ERROR", message, details); }

void Log::write(const char* level, std::string_view message, const nlohmann::json& details) {
  nlohmann::json line = details;
  line["level"] = level;
  line["message"] = message;
  if (!request_id_.empty()) line["requestId"] = request_id_;
  // What came from outside may not be UTF-8; a log is not the place to fail for it.
  const std::string text = line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  std::fwrite(text.data(), 1, text.size(), to_);
  std::fflush(to_);
}

}  // namespace handlers
