#pragma once
// A question of an exam: a text, some choices, and which of them are right.
#include <optional>
#include <string>
#include <vector>

#include "handlers/rest/fields.h"

namespace handlers {

struct Choice {
  std::string id;
  std::string text;
};

struct Question {
  std::string exam_id;
  std::string id;
  std::int64_t position = 0;  // of the page, from 1; several may have the same
  bool multiple = false;      // whether several choices may be right
  std::string text;
  std::vector<Choice> choices;
  std::vector<std::string> correct;  // sorted
  std::int64_t points = 0;
  std::int64_t version = 0;
  std::string description_digest;  // of the description that it was made of

  /// A question that a client describes; `position` is 0 where it says none. Throws Problem.
  static Question described(const std::string& exam_id, const json::object& body);
  static Question stored(const json::object& item);
  json::object item() const;
  /// As an administrator sees it, and as a candidate does: without what is right.
  json::object document() const;
  json::object page_document() const;

  bool has_choice(std::string_view choice) const;
};

/// By position, then id: the order on the page.
void sort_for_page(std::vector<Question>& questions);

}  // namespace handlers
