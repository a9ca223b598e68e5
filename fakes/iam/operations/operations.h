#pragma once
// The operations of IAM; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::iam {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer create_user(Call& call, const Structure& request);
Answer get_user(Call& call, const Structure& request);
Answer list_users(Call& call, const Structure& request);
Answer update_user(Call& call, const Structure& request);
Answer delete_user(Call& call, const Structure& request);

Answer tag_user(Call& call, const Structure& request);
Answer untag_user(Call& call, const Structure& request);
Answer list_user_tags(Call& call, const Structure& request);

Answer create_access_key(Call& call, const Structure& request);
Answer list_access_keys(Call& call, const Structure& request);
Answer update_access_key(Call& call, const Structure& request);
Answer delete_access_key(Call& call, const Structure& request);
Answer get_access_key_last_used(Call& call, const Structure& request);

}  // namespace cloche::iam
