#pragma once
// A structure of a request, decoded and checked against the model: what an operation reads. Its getters know
// the model: asking for a member that the model lacks, or as another kind than it has, is a Fault, whatever
// the request holds. A view: it lives as long as the document.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fakes/core/clock.h"
#include "fakes/core/json.h"
#include "fakes/wire/model.h"

namespace cloche::wire {

class Structure {
 public:
  /// `document` is an object, or null for a structure with no member.
  Structure(const model::Shape& shape, const Json& document) : shape_(&shape), document_(&document) {}

  bool has(std::string_view member) const { return find(member) != nullptr; }

  /// The member's value. These fault where it is absent: for members that the model requires or that were
  /// asked with has().
  const std::string& string(std::string_view member) const;
  std::int64_t integer(std::string_view member) const;
  double number(std::string_view member) const;
  bool boolean(std::string_view member) const;
  Time timestamp(std::string_view member) const;
  std::string blob(std::string_view member) const;
  Structure structure(std::string_view member) const;
  /// Any kind, as it stands in the document.
  const Json& json(std::string_view member) const;

  /// The member's value, or what to take in its absence.
  std::string string_or(std::string_view member, std::string_view otherwise) const;
  std::int64_t integer_or(std::string_view member, std::int64_t otherwise) const;
  bool boolean_or(std::string_view member, bool otherwise) const;

  /// The member's value where it is there.
  const std::string* find_string(std::string_view member) const;
  std::optional<std::int64_t> find_integer(std::string_view member) const;
  std::optional<bool> find_boolean(std::string_view member) const;
  std::optional<Time> find_timestamp(std::string_view member) const;
  std::optional<Structure> find_structure(std::string_view member) const;
  const Json* find_json(std::string_view member) const { return find(member); }

  /// The elements of a list; none where it is absent.
  std::vector<Structure> structures(std::string_view member) const;
  std::vector<std::string> strings(std::string_view member) const;
  /// The entries of a map of structures, sorted by key; none where it is absent. A key lives as long as the
  /// document.
  std::vector<std::pair<std::string_view, Structure>> entries(std::string_view member) const;

  const model::Shape& shape() const { return *shape_; }
  const Json& document() const { return *document_; }

 private:
  const model::Member& known(std::string_view member) const;
  const Json* find(std::string_view member) const;
  const Json& get(std::string_view member, model::Kind kind) const;
  const Json* find(std::string_view member, model::Kind kind) const;
  const Json* value_of(std::string_view member) const;

  const model::Shape* shape_;
  const Json* document_;
};

}  // namespace cloche::wire
