#pragma once
// The transform AWS::Serverless-2016-10-31: a SAM template as the CloudFormation template that AWS would make
// of it. It knows the parameters' values, and looks at nothing else: the same template gives the same result.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "emulator/deploy/template_source.h"
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

struct Settings {
  std::string partition = "aws";
  std::string region = "us-east-1";
  std::string account_id = "000000000000";
  std::map<std::string, std::string> parameters;  // what was given; the rest have their defaults
  /// Which of two parts of the template, by their pointers, is said to be wrong first; empty: by their names.
  std::function<bool(const std::string& one, const std::string& other)> before = nullptr;
};

/// What SAM refuses a template for: every resource that is wrong, by logical id.
struct InvalidDocument {
  struct Cause {
    std::string logical_id;  // empty: the template as a whole
    std::string message;     // "Resource with id [X] is invalid. …"
  };
  std::vector<Cause> causes;
  /// "Invalid Serverless Application Specification document. Number of errors found: N. …"
  std::string message() const;
};

/// Whether the template asks for the transform.
bool asks_for_transform(const Json& document);

/// Throws InvalidDocument.
Json transform(Json document, const Settings& settings);

/// The same for a template with places; throws TemplateError at the first cause. Whether the template asks
/// for it is not asked.
Template apply(const Template& source, const Settings& settings);

/// The template transformed, if it asks for it; else it comes back as it is. Other transforms that it asks for
/// are left.
Template transform(const Template& source, const Settings& settings);

}  // namespace cloche::deploy::sam
