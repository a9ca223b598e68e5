#pragma once
// Tags of a table: what the three operations on them share. A resource is named by its ARN.
#include <string_view>
#include <vector>

#include "fakes/dynamodb/store.h"
#include "fakes/wire/service.h"

namespace cloche::dynamodb {

inline constexpr std::size_t max_tags = 50;

/// Of a list of Tag: keys once each, and no more than a table may have. Whose keys begin with "aws:" are
/// AWS's own.
void check_tags(const std::vector<wire::Structure>& tags);
void check_tag_count(std::size_t count);

/// Checks the request's ResourceArn before all else, as the service does: without the form of an ARN of some
/// resource nobody is authorized to act on it.
void check_resource_arn(const wire::Call& call, const wire::Structure& request);

/// That a list is there: the service asks for it after it has looked at ResourceArn.
void check_given(const wire::Structure& request, std::string_view list);

/// The table that ResourceArn names: that it is a table's ARN, that there is the table. `not_found` is the
/// message where it is not.
const TableDefinition& tagged_table(Store& store, std::string_view resource_arn,
                                    const std::string& not_found);
/// The first of the two.
void check_table_arn(std::string_view resource_arn);

}  // namespace cloche::dynamodb
