#include "fakes/logs/errors.h"
#include "fakes/logs/operations/operations.h"
#include "fakes/logs/store.h"
#include "fakes/logs/tags.h"

namespace cloche::logs {

Answer create_log_group(Call& call, const Structure& request) {
  const std::string& name = request.string("logGroupName");
  if (name.starts_with("aws/"))
    throw invalid_parameter("Log groups starting with AWS/ are reserved for AWS.");
  Store store(call.account, call.region);
  if (store.find_group(name)) throw group_exists();
  LogGroup group;
  group.name = name;
  group.created = call.account.clock().now();
  group.log_class = request.string_or("logGroupClass", group.log_class);
  group.deletion_protected = request.boolean_or("deletionProtectionEnabled", false);
  if (group.log_class != "STANDARD") {
    call.report_unsupported("logGroupClass: a group of any class is as one of STANDARD");
  }
  if (const std::string* key = request.find_string("kmsKeyId")) {
    group.kms_key = *key;
    call.report_unsupported("kmsKeyId: nothing is encrypted with it");
  }
  const std::int64_t id = store.add_group(group);
  if (const Json* tags = request.find_json("tags")) put_tags(store, id, *tags);
  return {};
}

}  // namespace cloche::logs
