#include "emulator/front/stacks.h"

#include "emulator/deploy/stack_operations.h"
#include "emulator/front/accounts.h"
#include "emulator/front/services.h"
#include "fakes/cloudformation/question.h"

namespace cloche::front {

std::vector<effects::OutsideEffect> stack_effects(Accounts& accounts) {
  return {{std::string(cloudformation::question_effect),
           [&accounts](Account& account, const Json& question, effects::Settled done) {
             deploy::settle_question(fakes(), account, accounts.of(account).unsupported, question);
             done();
           }}};
}

}  // namespace cloche::front
