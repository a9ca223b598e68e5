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
  /// `token` is the ClientRequestToken of the request that they all come of; "": it had none.
  explicit StackEvents(std::string token = "") : token_(std::move(token)) {}

  /// Of the stack itself.
  void add(const cloudformation::Stack& stack, std::string_view status, std::string_view reason = "");
  /// Of a resource.
  void add(const cloudformation::StackResource& resource, std::string_view status,
           std::string_view reason = "");

  /// What is to be told when all that was told before was undone: which resource failed, that what was made
  /// is deleted again, and where the stack stands at the end. `is_new`: nothing of it was there before.
  void add_roll_back(const cloudformation::Stack& stack, bool is_new, std::string_view reason);

  void save(cloudformation::Store& store, const cloudformation::Stack& stack) const;

 private:
  void add(Json event, std::string_view reason);
  void undo(const std::vector<Json>& changed, const std::string& done);

  std::string token_;
  std::vector<Json> events_;
};

}  // namespace cloche::deploy
