#include "fakes/wire/value_text.h"

#include <fmt/core.h>

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>

#include "fakes/core/clock.h"
#include "fakes/wire/json_writer.h"
#include "fakes/wire/timestamp.h"

namespace cloche::wire {

namespace {

using model::Kind;
using model::Member;
using model::Shape;

constexpr std::size_t longest = 100'000;

/// As java.util.Date prints it: "Thu Jan 01 00:00:00 UTC 1970".
std::string date_text(std::int64_t millis) {
  using namespace std::chrono;
  constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  const Time time = from_millis(millis);
  const auto day = floor<std::chrono::days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(time - day));
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02} UTC {}", days[weekday(day).c_encoding()],
                     month_name(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), static_cast<int>(date.year()));
}

class Printer {
 public:
  Printer(const model::Service& service, std::string& out) : service_(service), out_(out) {}

  void print(const Shape& shape, const Json& value) {
    if (out_.size() > longest) return;
    if (value.is_null()) {
      out_ += "null";
    } else if (shape.sensitive) {
      out_ += "***";  // assumed
    } else if (shape.opaque || shape.is_union) {
      identity(shape, value);
    } else {
      by_kind(shape, value);
    }
  }

 private:
  void by_kind(const Shape& shape, const Json& value) {
    switch (shape.kind) {
      case Kind::structure: {
        out_ += shape.name;
        Separator separator(*this, "(", ")");
        for (const Member& member : shape.members) {
          separator.next();
          out_ += lower_first(member.name) + "=";
          const auto found = value.find(member.name);
          print(*member.shape, found != value.end() ? *found : Json());
        }
        return;
      }
      case Kind::list: {
        Separator separator(*this, "[", "]");
        for (const Json& element : value) {
          separator.next();
          print(*shape.element->shape, element);
        }
        return;
      }
      case Kind::map: {
        Separator separator(*this, "{", "}");
        for (const auto& [key, element] : value.items()) {
          separator.next();
          out_ += key + "=";
          print(*shape.element->shape, element);
        }
        return;
      }
      case Kind::string:
        out_ += value.get_ref<const std::string&>();
        return;
      case Kind::timestamp:
        out_ += date_text(value.get<std::int64_t>());
        return;
      case Kind::blob: {
        const auto size = value.get_binary().size();
        out_ += fmt::format("java.nio.HeapByteBuffer[pos=0 lim={} cap={}]", size, size);
        return;
      }
      default:
        append_json(out_, value);
    }
  }

  /// A class without a toString of its own: its name and a hash of the content.
  void identity(const Shape& shape, const Json& value) {
    std::string content;
    append_json(content, value);
    if (!service_.error_namespace.empty()) out_ += std::string(service_.error_namespace) + ".";
    out_ += fmt::format("{}@{:x}", shape.name, static_cast<std::uint32_t>(std::hash<std::string>()(content)));
  }

  class Separator {
   public:
    Separator(Printer& printer, std::string_view open, std::string_view close)
        : out_(printer.out_), close_(close) {
      out_ += open;
    }
    ~Separator() { out_ += close_; }
    void next() {
      if (!first_) out_ += ", ";
      first_ = false;
    }

   private:
    std::string& out_;
    std::string_view close_;
    bool first_ = true;
  };

  const model::Service& service_;
  std::string& out_;
};

}  // namespace

std::string value_text(const model::Service& service, const Shape& shape, const Json& value) {
  std::string out;
  Printer(service, out).print(shape, value);
  return out;
}

std::string lower_first(std::string_view name) {
  std::string text(name);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace cloche::wire
