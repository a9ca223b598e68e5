#include "fakes/iam/documents.h"

#include <nlohmann/json.hpp>
#include <set>

#include "fakes/iam/errors.h"
#include "fakes/iam/names.h"
#include "fakes/wire/http_message.h"

namespace cloche::iam {

namespace {
constexpr int tags_per_user = 50;

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}
}  // namespace

Json user_document(const Store& store, const User& user) {
  // AWS shows the root neither a name nor a path. Its creation is the account's, which is not kept.
  if (user.is_root()) return {{"UserId", store.principal_id_of(user)}, {"Arn", store.arn_of(user)}};
  return {{"Path", user.path},
          {"UserName", user.name},
          {"UserId", user.id},
          {"Arn", store.arn_of(user)},
          {"CreateDate", to_millis(user.created)}};
}

Json tag_document(const Tag& tag) { return {{"Key", tag.first}, {"Value", tag.second}}; }

Json access_key_document(const User& user, const AccessKey& key) {
  Json document{{"AccessKeyId", key.id},
                {"Status", key.active ? "Active" : "Inactive"},
                {"CreateDate", to_millis(key.created)}};
  if (!user.is_root()) document["UserName"] = user.name;
  return document;
}

User named_or_calling_user(const wire::Call& call, const wire::Structure& request, Store& store) {
  if (const std::string* name = request.find_string("UserName")) {
    check_name("userName", *name);
    return existing_user(store, *name);
  }
  if (auto user = store.find_user_by_id(call.caller.user_id)) return *std::move(user);
  if (call.caller.user_id == call.account.number()) return {};
  throw validation_error("Must specify userName when calling with non-User credentials");
}

User existing_user(Store& store, std::string_view name) {
  auto user = store.find_user(name);
  if (!user) throw user_not_found(name);
  return *std::move(user);
}

AccessKey own_access_key(const wire::Call& call, const wire::Structure& request, Store& store) {
  const User user = named_or_calling_user(call, request, store);
  auto key = store.find_access_key(request.string("AccessKeyId"));
  if (!key || key->user_id != user.id) throw access_key_not_found(request.string("AccessKeyId"));
  return *std::move(key);
}

void put_tags(Store& store, std::string_view user_id, const wire::Structure& request) {
  std::set<std::string> keys;
  for (const wire::Structure& tag : request.structures("Tags")) {
    if (!keys.insert(lower_case(tag.string("Key"))).second) {
      throw invalid_input("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    store.put_tag(user_id, {tag.string("Key"), tag.string("Value")});
  }
  if (store.tag_count(user_id) > tags_per_user) throw quota_exceeded("TagsPerUser", tags_per_user);
}

}  // namespace cloche::iam
