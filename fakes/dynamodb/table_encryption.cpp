#include "fakes/dynamodb/table_encryption.h"

#include <string>

#include "fakes/core/arn.h"
#include "fakes/dynamodb/errors.h"

namespace cloche::dynamodb {

void check_encryption(const wire::Structure& specification) {
  const bool has_type = specification.has("SSEType");
  const bool has_key = specification.has("KMSMasterKeyId");
  if (!specification.boolean_or("Enabled", true)) {
    if (has_type) throw invalid_parameters("SSEType can not be specified if Enabled is false");
    if (has_key) throw invalid_parameters("KMSMasterKeyId can not be specified if Enabled is false");
  }
  if (specification.string_or("SSEType", "") == "AES256")
    throw invalid_parameters("SSEType AES256 is not supported");
  if (has_key && !has_type)
    throw invalid_parameters("SSEType KMS is required if KMSMasterKeyId is specified");
}

Json describe_encryption(const wire::Structure& specification, std::string_view region,
                         std::string_view account) {
  // A type alone enables it.
  if (!specification.boolean_or("Enabled", specification.has("SSEType"))) return nullptr;
  const std::string* key = specification.find_string("KMSMasterKeyId");
  const std::string name = key != nullptr ? *key : "alias/aws/dynamodb";
  const bool is_arn = name.starts_with("arn:");
  const bool is_alias = name.starts_with("alias/");
  const std::string arn = is_arn ? name : make_arn("kms", region, account, is_alias ? name : "key/" + name);
  return {{"Status", "ENABLED"}, {"SSEType", "KMS"}, {"KMSMasterKeyArn", arn}};
}

void check_encryption_changes(const wire::Structure& specification, const Json& before, const Json& after) {
  if (before.is_null() && after.is_null()) throw invalid_parameters("Table is already encrypted by default");
  const std::string* const key = specification.find_string("KMSMasterKeyId");
  if (before.is_null() || key == nullptr || before.at("KMSMasterKeyArn") != *key) return;
  throw invalid_parameters(
      "Table is already encrypted with given KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to "
      "change Master Key");
}

}  // namespace cloche::dynamodb
