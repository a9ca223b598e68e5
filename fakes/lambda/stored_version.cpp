#include "fakes/lambda/stored_version.h"

#include "fakes/core/digest.h"
#include "fakes/lambda/function_name.h"

namespace cloche::lambda {

namespace {

// What changes, or differs between versions, without another code or configuration.
constexpr const char* passing[] = {"Version",
                                   "RevisionId",
                                   "LastModified",
                                   "State",
                                   "StateReason",
                                   "StateReasonCode",
                                   "LastUpdateStatus",
                                   "LastUpdateStatusReason",
                                   "LastUpdateStatusReasonCode"};

Json write(const Edition& edition) {
  Json document{{"Configuration", edition.configuration}, {"Id", edition.id}};
  if (!edition.directory.empty()) document["Directory"] = edition.directory;
  return document;
}

Edition read(Json& document) {
  return {std::move(document.at("Configuration")), document.value("Directory", ""), document.value("Id", "")};
}

}  // namespace

std::string Edition::content() const {
  Json document = configuration;
  for (const char* member : passing) document.erase(member);
  return hex(sha256(document.dump() + '\n' + directory));
}

std::string StoredVersion::document() const {
  Json result = write(shown);
  if (running) result["Running"] = write(*running);
  if (!published_content.empty()) result["PublishedContent"] = published_content;
  return result.dump();
}

StoredVersion StoredVersion::parse(std::int64_t number, std::string_view text) {
  Json document = parse_json(text);
  StoredVersion version;
  version.number = number;
  if (const auto found = document.find("Running"); found != document.end()) {
    version.running = std::make_unique<Edition>(read(*found));
  }
  version.published_content = document.value("PublishedContent", "");
  version.shown = read(document);
  return version;
}

std::string version_name(std::int64_t number) {
  return number == 0 ? std::string(latest) : std::to_string(number);
}

}  // namespace cloche::lambda
