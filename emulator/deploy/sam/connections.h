#pragma once
// What a connector grants, by the types of its ends: the table connections.txt.
#include <string>
#include <utility>
#include <vector>

#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// To whom it is granted: a role, by a policy; or what is used, by a policy of its own.
enum class Grantee { role_of_source, role_of_destination, function, queue, topic };

struct ConnectionType {
  std::vector<std::string> sources;  // types of CloudFormation
  std::string destination;
  Grantee grantee;
  bool together = false;  // its permissions are wanted all, or none
  /// Read or Write, with {Source.Arn} and the like: statements; for a function, who may invoke it (Principal,
  /// SourceArn, SourceAccount).
  std::vector<std::pair<std::string, Json>> permissions;
};

/// Null where these types have no connection.
const ConnectionType* find_connection_type(const std::string& source, const std::string& destination);

}  // namespace cloche::deploy::sam
