#pragma once
// The patch operations of the Update… calls: a table for each kind of resource says which paths there are,
// and what may be done to each. They are applied to the resource's document in the order in which they come.
//
// https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fakes/core/json.h"
#include "fakes/wire/service.h"
#include "fakes/wire/structure.h"

namespace cloche::apigateway {

/// One operation of a request.
struct PatchStep {
  std::string op;                     // "replace"
  std::string path;                   // as it came
  std::vector<std::string> segments;  // of the path, with "~1" and "~0" read
  std::string value;                  // "" where there is none
  bool has_value = false;
  std::string from;
};

/// A path that may be changed.
struct PatchRule {
  std::string_view path;  // "/variables/{name}": what is in braces is any segment
  std::string_view ops;   // "add remove replace"
  /// Changes the document; throws BadRequestException for a value that it does not take.
  void (*apply)(Json& document, const PatchStep& step);
};

// What a rule may do: the member of the document that the path names is set to the value, as what it is, or
// removed.
void patch_text(Json& document, const PatchStep& step);
/// A text of an enumeration; an empty value removes it.
void patch_choice(Json& document, const PatchStep& step);
void patch_boolean(Json& document, const PatchStep& step);
void patch_integer(Json& document, const PatchStep& step);
void patch_number(Json& document, const PatchStep& step);
/// A list of texts: the last segment is an element, or an index for "replace" of "/types/0".
void patch_list(Json& document, const PatchStep& step);

/// Reads "true" and "false"; BadRequestException for anything else.
bool boolean_value(const PatchStep& step);
std::int64_t integer_value(const PatchStep& step);
double number_value(const PatchStep& step);

std::vector<PatchStep> patch_steps(const wire::Structure& request);

/// The rule that takes it; nullptr where there is none.
const PatchRule* find_rule(const PatchStep& step, std::span<const PatchRule> rules);

/// Applies all of a request. BadRequestException where no rule takes one of them, or where the document is
/// none any more that the operation may answer.
void apply_patch(const wire::Call& call, Json& document, const wire::Structure& request,
                 std::span<const PatchRule> rules);

/// Checks what a document has become by patches, whose values are texts that the model does not check,
/// against what the operation answers. BadRequestException.
void check_patched(const wire::Call& call, const Json& document);

}  // namespace cloche::apigateway
