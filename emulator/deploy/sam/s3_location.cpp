#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

/// "s3://bucket/key?versionId=…"; null for another text.
Json parse_s3_uri(std::string_view uri) {
  constexpr std::string_view scheme = "s3://";
  if (!uri.starts_with(scheme)) return nullptr;
  uri.remove_prefix(scheme.size());
  uri = uri.substr(0, uri.find('#'));
  std::string_view query;
  if (const std::size_t mark = uri.find('?'); mark != std::string_view::npos) {
    query = uri.substr(mark + 1);
    uri = uri.substr(0, mark);
  }
  const std::size_t slash = uri.find('/');
  if (slash == std::string_view::npos || slash == 0) return nullptr;
  std::string_view key = uri.substr(slash);
  while (key.starts_with('/')) key.remove_prefix(1);
  Json location = {{"Bucket", uri.substr(0, slash)}, {"Key", key}};
  constexpr std::string_view version = "versionId=";
  std::size_t versions = 0;
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    if (part.starts_with(version) && part.size() > version.size()) {
      location["Version"] = part.substr(version.size());
      ++versions;
    }
    query.remove_prefix(std::min(query.size(), part.size() + 1));
  }
  if (versions > 1) location.erase("Version");
  return location;
}

/// A reference to a parameter or a secret with a path: SAM does not take it for a location.
bool has_path_reference(const std::string& text) {
  for (const char* service : {"ssm:", "ssm-secure:", "secretsmanager:"}) {
    const std::string start = std::string("{{resolve:") + service;
    const std::size_t at = text.find(start);
    if (at == std::string::npos) continue;
    const std::size_t end = text.find("}}", at);
    if (end != std::string::npos && text.substr(at, end - at).find('/') != std::string::npos) return true;
  }
  return false;
}

}  // namespace

Json s3_location(const Json& location, const std::string& logical_id, const std::string& property) {
  if (location.is_object()) {
    if (!truthy(member(location, "Bucket")) || !truthy(member(location, "Key"))) {
      throw ResourceError{logical_id,
                          "'" + property + "' requires Bucket and Key properties to be specified."};
    }
    Json made = {{"Bucket", location["Bucket"]}, {"Key", location["Key"]}};
    if (location.contains("Version")) made["Version"] = location["Version"];
    return made;
  }
  const Json parsed = location.is_string() ? parse_s3_uri(location.get_ref<const std::string&>()) : Json();
  if (parsed.is_null()) {
    throw ResourceError{logical_id,
                        "'" + property +
                            "' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId "
                            "query parameter."};
  }
  return parsed;
}

Json s3_code(const Json& location, const std::string& logical_id, const std::string& property) {
  if (!location.is_object() && !location.is_string()) {
    throw ResourceError{logical_id, "'" + property + "' must be of type dict or string."};
  }
  if (location.is_string() && has_path_reference(location.get<std::string>())) {
    throw ResourceError{logical_id, "Unsupported dynamic reference detected in '" + property +
                                        "'. Please consider using alternative 'FunctionCode' object format."};
  }
  const Json found = s3_location(location, logical_id, property);
  Json code = {{"S3Bucket", found["Bucket"]}, {"S3Key", found["Key"]}};
  if (found.contains("Version")) code["S3ObjectVersion"] = found["Version"];
  return code;
}

}  // namespace cloche::deploy::sam
