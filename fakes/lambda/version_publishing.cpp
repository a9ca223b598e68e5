#include "fakes/lambda/version_publishing.h"

#include "fakes/lambda/function_configuration.h"

namespace cloche::lambda {

StoredVersion publish(Store& store, const StoredVersion& latest, const std::string* description) {
  const std::string& name = latest.shown.text("FunctionName");
  const std::string content = latest.shown.content();
  if (auto last = store.last_published(name); last && last->published_content == content)
    return *std::move(last);
  StoredVersion version;
  version.number = store.take_version_number(name);
  version.shown = latest.shown;
  version.published_content = content;
  Json& configuration = version.shown.configuration;
  configuration["Version"] = version_name(version.number);
  if (description != nullptr && !description->empty()) configuration["Description"] = *description;
  renew(store.account(), version.shown);  // LastModified is that of $LATEST
  store.save_version(name, version);
  return version;
}

}  // namespace cloche::lambda
