#pragma once
// The operations of DynamoDB; each stands in the file of its name.
#include "fakes/wire/service.h"

namespace cloche::dynamodb {

using wire::Answer;
using wire::Call;
using wire::Structure;

// Tables
Answer create_table(Call& call, const Structure& request);
Answer delete_table(Call& call, const Structure& request);
Answer describe_continuous_backups(Call& call, const Structure& request);
Answer describe_endpoints(Call& call, const Structure& request);
Answer describe_limits(Call& call, const Structure& request);
Answer describe_table(Call& call, const Structure& request);
Answer describe_time_to_live(Call& call, const Structure& request);
Answer list_tables(Call& call, const Structure& request);
Answer list_tags_of_resource(Call& call, const Structure& request);
Answer tag_resource(Call& call, const Structure& request);
Answer untag_resource(Call& call, const Structure& request);
Answer update_continuous_backups(Call& call, const Structure& request);
Answer update_table(Call& call, const Structure& request);
Answer update_time_to_live(Call& call, const Structure& request);

// Items
Answer batch_get_item(Call& call, const Structure& request);
Answer batch_write_item(Call& call, const Structure& request);
Answer delete_item(Call& call, const Structure& request);
Answer get_item(Call& call, const Structure& request);
Answer put_item(Call& call, const Structure& request);
Answer query(Call& call, const Structure& request);
Answer scan(Call& call, const Structure& request);
Answer transact_get_items(Call& call, const Structure& request);
Answer transact_write_items(Call& call, const Structure& request);
Answer update_item(Call& call, const Structure& request);

}  // namespace cloche::dynamodb
