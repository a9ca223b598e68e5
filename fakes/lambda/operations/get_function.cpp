#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "fakes/lambda/code_store.h"
#include "fakes/lambda/function_access.h"
#include "fakes/lambda/function_configuration.h"
#include "fakes/lambda/operations/operations.h"
#include "fakes/lambda/tags.h"

namespace cloche::lambda {

namespace {

/// Where the zip can be had. AWS gives a presigned URL, good for ten minutes; this one needs no signature,
/// and stays good. Code of a directory (hot reload) has no zip.
Json code_location(const Call& call, const StoredVersion& version) {
  Json location{{"RepositoryType", "S3"}};
  const Edition& edition = version.shown;
  if (edition.directory.empty()) {
    location["Location"] =
        fmt::format("http://{}{}{}", call.host, code_path, zip_name(edition.text("CodeSha256")));
  }
  return location;
}

}  // namespace

Answer get_function(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  const StoredVersion version = existing_version(store, key);
  Json document{{"Configuration", describe(store, version, key.qualifier)},
                {"Code", code_location(call, version)}};
  if (Json tags = describe_tags(store, key.name); !tags.empty()) document["Tags"] = std::move(tags);
  if (const auto reserved = store.reserved_concurrency(key.name)) {
    document["Concurrency"] = {{"ReservedConcurrentExecutions", *reserved}};
  }
  return document;
}

Answer get_function_configuration(Call& call, const Structure& request) {
  const FunctionKey key = key_in(call, request);
  Store store(call.account, call.region);
  return describe(store, existing_version(store, key), key.qualifier);
}

}  // namespace cloche::lambda
