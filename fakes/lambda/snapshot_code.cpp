#include "fakes/lambda/snapshot_code.h"

#include <set>
#include <string>

#include "fakes/lambda/code_store.h"
#include "fakes/lambda/stored_version.h"

namespace cloche::lambda {

namespace {

constexpr std::string_view code_table = "CREATE TABLE IF NOT EXISTS lambda_snapshot_code (zip BLOB NOT NULL)";

}  // namespace

void pack_code(const Account& account, Database& image) {
  // An account need not have this service.
  if (!image.query("SELECT 1 FROM sqlite_master WHERE name = 'lambda_versions'").step()) return;
  std::set<std::string> zips;  // by name
  Statement row = image.prepare("SELECT number, document FROM lambda_versions");
  while (row.step()) {
    const StoredVersion version = StoredVersion::parse(row.integer(0), row.text(1));
    const auto add = [&](const Edition& edition) {
      if (edition.directory.empty()) zips.insert(zip_name(edition.text("CodeSha256")));
    };
    add(version.shown);
    if (version.running) add(*version.running);
  }
  if (zips.empty()) return;
  image.execute(code_table);
  const CodeStore store = code_store(account);
  for (const std::string& name : zips) {
    if (const auto zip = store.read_zip(name))
      image.run("INSERT INTO lambda_snapshot_code VALUES (?1)", Blob{*zip});
  }
}

void unpack_code(const Account& account, Database& image) {
  image.execute(code_table);
  {
    Statement row = image.prepare("SELECT zip FROM lambda_snapshot_code");
    while (row.step()) code_store(account).add(row.text(0));
  }
  image.execute("DROP TABLE lambda_snapshot_code");
}

}  // namespace cloche::lambda
