#pragma once
// The resources of the admin API, each in the file of its name. They throw AdminError.
#include "emulator/front/admin.h"

namespace cloche::front::admin {

void get_health(AdminCall& call);  // health.cpp
void get_localstack_health(AdminCall& call);
void post_reset(AdminCall& call);  // reset.cpp
void get_clock(AdminCall& call);   // clock.cpp
void post_clock(AdminCall& call);
void get_idle(AdminCall& call);   // idle.cpp
void post_fork(AdminCall& call);  // fork.cpp
void delete_fork(AdminCall& call);
void post_deploy(AdminCall& call);  // deploy.cpp
void delete_deploy(AdminCall& call);
void post_cold_start(AdminCall& call);  // cold_start.cpp
void get_requests(AdminCall& call);     // requests.cpp
void get_unsupported(AdminCall& call);  // unsupported.cpp
void get_settings(AdminCall& call);     // settings.cpp
void post_settings(AdminCall& call);
void get_sns_messages(AdminCall& call);  // sns_messages.cpp
void get_sqs_messages(AdminCall& call);  // sqs_messages.cpp
void get_snapshot(AdminCall& call);      // snapshot.cpp
void post_restore(AdminCall& call);

/// The answer to who waited for something to settle when the emulator stops.
inline AdminError stopping() { return {503, "Cloche is stopping"}; }

/// Runs `replace`, which answers what is to be answered, while nothing happens in the account: no effect, and
/// no function, for those that run are aborted. In reset.cpp.
void replace_content(AdminCall& call, std::function<Json()> replace);

}  // namespace cloche::front::admin
