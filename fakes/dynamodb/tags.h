#pragma once
// Tags of a table: what the operations on them share. A resource is named by its ARN. The words and the order
// were seen of the service: by the authors of dynalite, and where it has changed since, in public notes of
// 2026.
#include <string>
#include <string_view>
#include <vector>

#include "fakes/dynamodb/store.h"
#include "fakes/wire/service.h"

namespace cloche::dynamodb {

inline constexpr std::size_t max_tags = 50;

/// Of a list of Tag: keys and values that tags may have, keys once each, and no more than a table may have.
/// Whose keys begin with "aws:" are AWS's own.
void check_tags(const std::vector<wire::Structure>& tags);
/// Of a key that is given or taken away; null: there is none.
void check_tag_key(const std::string* key);
void check_tag_count(std::size_t count);

/// Checks the form of the request's ResourceArn before all else, as the service does.
void check_resource_arn(const wire::Structure& request);

/// That a list is there: the service asks for it after it has looked at ResourceArn.
void check_given(const wire::Structure& request, std::string_view list);

/// That ResourceArn is one of a table of this account in this region.
void check_table_arn(const wire::Call& call, std::string_view resource_arn);
/// The table that it names.
const TableDefinition& tagged_table(Store& store, std::string_view resource_arn);

}  // namespace cloche::dynamodb
