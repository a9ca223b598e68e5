#include "fakes/lambda/snapshot_code.h"

#include <set>
#include <string>

#include "fakes/lambda/store.h"

namespace cloche::lambda {

namespace {

constexpr std::string_view code_table = "CREATE TABLE IF NOT EXISTS lambda_snapshot_code (zip BLOB NOT NULL)";

}  // namespace

void pack_code(const Account& account, Database& image) {
  const std::set<std::string> zips = code_named_in(image);
  if (zips.empty()) return;
  image.execute(code_table);
  const CodeStore store = code_store(account);
  for (const std::string& name : zips) {
    if (const auto zip = store.read_zip(name))
      image.run("INSERT INTO lambda_snapshot_code VALUES (?1)", Blob{*zip});
  }
}

CodeInUsePtrs unpack_code(const Account& account, Database& image) {
  CodeInUsePtrs in_use;
  image.execute(code_table);
  {
    CodeStore store = code_store(account);
    Statement row = image.prepare("SELECT zip FROM lambda_snapshot_code");
    while (row.step()) in_use.push_back(std::make_shared<const CodeInUse>(store.add(row.text(0)).directory));
  }
  image.execute("DROP TABLE lambda_snapshot_code");
  return in_use;
}

}  // namespace cloche::lambda
