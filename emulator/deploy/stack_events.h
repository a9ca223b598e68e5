#pragma once
// What happens to a stack and its resources, in order. It is kept beside the account's database, so that it
// can still be told when all that it tells of was undone.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/cloudformation/store.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

class StackEvents {
 public:
  /// Of the stack itself.
  void add(const cloudformation::Stack& stack, std::string_view status, std::string_view reason = "");
  /// Of a resource.
  void add(const cloudformation::StackResource& resource, std::string_view status,
           std::string_view reason = "");

  void save(cloudformation::Store& store, const cloudformation::Stack& stack) const;

 private:
  std::vector<Json> events_;
};

}  // namespace cloche::deploy
