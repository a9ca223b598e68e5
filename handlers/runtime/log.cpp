#include "handlers/runtime/log.h"

namespace handlers {

void Log::info(std::string_view message, json::object details) { write("INFO", message, std::move(details)); }
void Log::error(std::string_view message, json::object details) {
  write("ERROR", message, std::move(details));
}

void Log::write(const char* level, std::string_view message, json::object line) {
  line["level"] = level;
  line["message"] = message;
  if (!request_id_.empty()) line["requestId"] = request_id_;
  const std::string text = to_text(line) + '\n';
  std::fwrite(text.data(), 1, text.size(), to_);
  std::fflush(to_);
}

}  // namespace handlers
