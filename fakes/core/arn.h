#pragma once
// Amazon Resource Names: arn:partition:service:region:account:resource.
#include <optional>
#include <string>
#include <string_view>

namespace cloche {

struct Arn {
  std::string partition = "aws";
  std::string service;
  std::string region;
  std::string account;
  std::string resource;  // all after the fifth colon: "table/Music/index/ByArtist"

  std::string str() const;
  /// nullopt where `text` has not the six parts, or does not start with "arn:".
  static std::optional<Arn> parse(std::string_view text);
};

/// "aws", "aws-cn" or "aws-us-gov", by the region's name.
std::string_view partition_of(std::string_view region);

std::string make_arn(std::string_view service, std::string_view region, std::string_view account, std::string_view resource);

}  // namespace cloche
