#pragma once
// JSON as a tree that remembers where each member and value stands in its file, so that a mistake can be
// answered with its line and column. Strict (RFC 8259; a member that is given twice is an error) and bounded
// in depth.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "scenarios/engine/file_error.h"

namespace cloche::scenarios {

class LocatedJson {
 public:
  struct Member;
  static constexpr int max_depth = 100;

  /// Throws FileError, of `file`.
  static LocatedJson parse(std::string_view text, const std::string& file);

  bool is_object() const { return shape_ == Shape::object; }
  bool is_array() const { return shape_ == Shape::array; }
  bool is_string() const { return shape_ == Shape::scalar && scalar_.is_string(); }
  /// Of a string.
  const std::string& string() const { return scalar_.get_ref<const std::string&>(); }
  /// Of what is neither object nor array.
  const Json& scalar() const { return scalar_; }

  /// The members, in their order; none where it is no object.
  const std::vector<Member>& members() const { return members_; }
  /// The elements; none where it is no array.
  const std::vector<LocatedJson>& elements() const { return elements_; }
  /// The value of a member, or nullptr.
  const LocatedJson* find(std::string_view name) const;

  int line() const { return line_; }
  int column() const { return column_; }
  Place in(const std::string& file) const { return {file, line_, column_}; }

  /// Without places.
  Json json() const;

 private:
  friend class LocatedJsonParser;
  enum class Shape : std::uint8_t { scalar, object, array };

  Shape shape_ = Shape::scalar;
  int line_ = 1;
  int column_ = 1;
  Json scalar_;
  std::vector<Member> members_;
  std::vector<LocatedJson> elements_;
};

struct LocatedJson::Member {
  std::string name;
  int line = 1;  // of the name
  int column = 1;
  LocatedJson value;

  Place in(const std::string& file) const { return {file, line, column}; }
};

}  // namespace cloche::scenarios
