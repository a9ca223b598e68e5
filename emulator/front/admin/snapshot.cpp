// GET /_cloche/snapshot: the whole account as bytes, the code of its functions with it. POST
// /_cloche/restore: makes the account what it was in a snapshot of it.
#include <nlohmann/json.hpp>

#include "emulator/front/admin/resources.h"
#include "fakes/core/fault.h"
#include "fakes/lambda/snapshot_code.h"

namespace cloche::front::admin {

void get_snapshot(AdminCall& call) {
  Account& account = *call.world.account;
  const auto with_its_code = call.accounts.copying();
  const std::unique_ptr<Account> copy = account.fork();
  lambda::pack_code(account, copy->database());
  call.answer.bytes(copy->snapshot());
}

void post_restore(AdminCall& call) {
  if (call.request.body.empty())
    throw AdminError{400, "the body is no snapshot of this account: it is empty"};
  Account& account = *call.world.account;
  std::shared_ptr<Database> image;
  lambda::CodeInUsePtrs code;
  try {
    const auto until_it_is_used = call.accounts.copying();
    image = std::make_shared<Database>(account.read_snapshot(call.request.body));
    code = lambda::unpack_code(account, *image);
  } catch (const Fault& fault) {
    throw AdminError{400, std::string("the body is no snapshot of this account: ") + fault.what()};
  }
  replace_content(call, [&account, image, code = std::move(code)] {
    account.restore(*image);
    return Json{{"account", account.number()}, {"restored", true}};
  });
}

}  // namespace cloche::front::admin
