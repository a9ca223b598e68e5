#pragma once
// The return that an intern makes of a day: who it is and how to reach them, and what they did.
#include <optional>
#include <string>
#include <vector>

#include "handlers/runtime/clock.h"
#include "handlers/runtime/json.h"

namespace handlers {

struct Person {
  std::string name;
  std::string email;
  std::optional<std::string> phone;
  std::optional<std::string> city;
};

struct Career {
  std::string activity;                // placement, training, job-search, leave
  std::optional<std::string> company;  // of a placement or training
  std::optional<std::string> role;
  std::int64_t minutes = 0;
  std::vector<std::string> skills;
  std::optional<std::string> summary;
};

struct CareerReturn {
  std::string intern;
  std::string date;  // YYYY-MM-DD
  Person person;
  Career career;
  Millis returned_at = 0;
  std::int64_t version = 0;
  std::string changed_by;  // the invocation

  /// One that a client describes: person, career. Throws Problem.
  static CareerReturn described(const std::string& intern, const std::string& date, const json::object& body);
  static CareerReturn stored(const json::object& item);
  /// `company` and `activity` stand beside the rest in an item, for an index and a filter.
  json::object item() const;
  json::object document() const;

  bool says_the_same(const CareerReturn& other) const;
};

/// An address as we can write to it: one @, a name before it, a domain with a dot behind it, no blanks.
bool is_email(std::string_view text);
/// An international number as ITU-T E.164 has it: +, then 8 to 15 digits of which the first is not 0.
bool is_phone(std::string_view text);

}  // namespace handlers
