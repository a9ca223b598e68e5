#pragma once
// What is wrong with the properties of a resource, by the path of the property within them; the deployment
// says where in the template that is.
#include <string>

namespace cloche::deploy {

struct PropertyError {
  std::string path;  // a JSON pointer below Properties: "/KeySchema/0/KeyType"; "": the properties as a whole
  std::string message;  // in CloudFormation's words
  std::string expected = "";
};

}  // namespace cloche::deploy
