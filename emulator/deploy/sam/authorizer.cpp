#include "emulator/deploy/sam/authorizer.h"

#include <nlohmann/json.hpp>

namespace cloche::deploy::sam {

Authorizer iam_authorizer() {
  return {{{"type", "apiKey"},
           {"name", "Authorization"},
           {"in", "header"},
           {"x-amazon-apigateway-authtype", "awsSigv4"}},
          Json::array(),
          nullptr};
}

}  // namespace cloche::deploy::sam
