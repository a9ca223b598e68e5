#include "fakes/iam/names.h"

#include <fmt/core.h>

#include <algorithm>

#include "fakes/iam/errors.h"

namespace cloche::iam {

namespace {

bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view("+=,.@_-").contains(c);
}

bool is_path_character(char c) { return c > ' '; }  // all that is ASCII and shows

[[noreturn]] void refuse_path(std::string_view parameter) {
  throw validation_error(
      fmt::format("The specified value for {} is invalid. It must begin and end with / and contain only "
                  "alphanumeric characters and/or "
                  "/ characters.",
                  parameter));
}

}  // namespace

std::string unique_id(Ids& ids, std::string_view prefix) { return std::string(prefix) + ids.base32(17); }

void check_name(std::string_view parameter, std::string_view name) {
  if (std::ranges::all_of(name, is_name_character)) return;
  throw validation_error(
      fmt::format("The specified value for {} is invalid. It must contain only alphanumeric characters "
                  "and/or the following: +=,.@_-",
                  parameter));
}

void check_path(std::string_view parameter, std::string_view path) {
  if (path.starts_with('/') && path.ends_with('/') && std::ranges::all_of(path, is_path_character)) return;
  refuse_path(parameter);
}

void check_path_prefix(std::string_view prefix) {
  // Assumed: the words, which are those for a path.
  if (!prefix.starts_with('/') || !std::ranges::all_of(prefix, is_path_character)) refuse_path("pathPrefix");
}

}  // namespace cloche::iam
