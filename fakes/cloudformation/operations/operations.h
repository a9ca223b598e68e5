#pragma once
// The operations of CloudFormation, each in the file of its name or of what it is about. Those that deploy
// are questions (question.h), and answered in emulator/deploy.
#include "fakes/wire/service.h"

namespace cloche::cloudformation {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer describe_stacks(Call& call, const Structure& request);
Answer list_stacks(Call& call, const Structure& request);
Answer describe_stack_resources(Call& call, const Structure& request);  // stack_resources.cpp
Answer describe_stack_resource(Call& call, const Structure& request);
Answer list_stack_resources(Call& call, const Structure& request);
Answer describe_stack_events(Call& call, const Structure& request);
Answer get_template(Call& call, const Structure& request);
Answer list_exports(Call& call, const Structure& request);  // exports.cpp
Answer list_imports(Call& call, const Structure& request);
Answer describe_change_set(Call& call, const Structure& request);  // change_sets.cpp
Answer list_change_sets(Call& call, const Structure& request);
Answer delete_change_set(Call& call, const Structure& request);
Answer update_termination_protection(Call& call, const Structure& request);

}  // namespace cloche::cloudformation
