#pragma once
// How IAM shows what the store keeps.
#include <string_view>

#include "fakes/core/json.h"
#include "fakes/iam/store.h"
#include "fakes/wire/service.h"

namespace cloche::iam {

/// A User, without its tags (which only CreateUser and GetUser show).
Json user_document(const Store& store, const User& user);
Json tag_document(const Tag& tag);
/// An AccessKeyMetadata. `user` owns the key.
Json access_key_document(const User& user, const AccessKey& key);

/// The user that a request names with UserName, or else the one that calls; the root has no name and no id.
/// Throws NoSuchEntity, or ValidationError where the caller is neither a user nor root.
User named_or_calling_user(const wire::Call& call, const wire::Structure& request, Store& store);
/// The user of that name; throws NoSuchEntity.
User existing_user(Store& store, std::string_view name);

/// The access key that a request names, which must be of the user that it names, or of the one that calls.
/// Throws NoSuchEntity.
AccessKey own_access_key(const wire::Call& call, const wire::Structure& request, Store& store);

/// Adds the tags of a request to a user; throws where a key is there twice, or they come to be more than 50.
void put_tags(Store& store, std::string_view user_id, const wire::Structure& request);

}  // namespace cloche::iam
