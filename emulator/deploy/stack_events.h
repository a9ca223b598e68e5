#pragma once
// What happens to a stack and its resources, in order. It is kept beside the account's database, so that it
// can still be told when all that it tells of was undone.
#include <optional>
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

  /// The values of parameters with NoEcho (name → value): they are stars wherever the properties of what is
  /// told have them, within other texts if they are not short. That what merely looks like one is hidden too
  /// is better than the other way round.
  void hide(const Json& secrets);

  /// All that `other` tells of one resource.
  void add_events_of(const StackEvents& other, const std::string& logical_id);

  /// The resource that ended the deployment, as it was then.
  std::optional<cloudformation::StackResource> failed_resource() const;
  /// What every resource is by the last that was told of it, in the order in which they first came.
  std::vector<cloudformation::StackResource> last_of_each() const;
  /// "The following resource(s) failed to create: [X]. ", or `reason` where it was no resource.
  std::string why_failed(std::string_view reason) const;
  /// The same of a new stack that is rolled back.
  std::string why_rolled_back(std::string_view reason) const;

  /// What is to be told when all that was told before was undone: which resource failed, that what was
  /// changed is changed back and what was made is deleted again, and where the stack stands at the end.
  /// `is_new`: nothing of it was there before; else `before` are its resources as they were and are again.
  void add_roll_back(const cloudformation::Stack& stack, bool is_new, std::string_view reason,
                     const std::vector<cloudformation::StackResource>& before = {});

  void save(cloudformation::Store& store, const cloudformation::Stack& stack) const;

 private:
  void add(Json event, std::string_view reason);
  void change_back(const Json& changed, const cloudformation::StackResource& before);
  void take_away(Json made);

  std::string token_;
  std::vector<std::string> hidden_;  // the longest first
  std::vector<Json> events_;
};

}  // namespace cloche::deploy
