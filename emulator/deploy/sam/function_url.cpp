#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/function.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

void check_cors(const std::string& logical_id, const Json& cors) {
  struct Property {
    std::string_view name;
    const char* type;
    Kind kind;
  };
  static constexpr Property properties[] = {
      {"AllowOrigins", "list", a_list},        {"AllowMethods", "list", a_list},
      {"AllowCredentials", "bool", a_boolean}, {"AllowHeaders", "list", a_list},
      {"ExposeHeaders", "list", a_list},       {"MaxAge", "int", an_integer}};
  if (!truthy(cors) || is_intrinsic(cors)) return;
  expect_map(cors, logical_id, "FunctionUrlConfig.Cors");
  for (const auto& [name, value] : cors.items()) {
    const auto* property = std::ranges::find_if(
        properties, [&wanted = name](const Property& one) { return one.name == wanted; });
    if (property == std::end(properties)) {
      throw ResourceError{logical_id, name + " is not a valid property for configuring Cors."};
    }
    if (!is_intrinsic(value) && !property->kind(value)) {
      throw ResourceError{logical_id, name + " must be of type " + property->type + "."};
    }
  }
}

Resource make_url_permission(const Declared& function, const std::string& suffix, const char* action,
                             const Json& target) {
  Resource permission =
      make_resource(function.logical_id + suffix, "AWS::Lambda::Permission", function.passed_on());
  permission["Action"] = action;
  permission["FunctionName"] = target;
  permission["Principal"] = "*";
  return permission;
}

}  // namespace

Resources make_function_url(const Declared& function, const Resource& lambda, const Resource* alias) {
  const Json& config = function["FunctionUrlConfig"];
  if (!truthy(config)) return {};
  const Json& auth_type = member(config, "AuthType");
  if (!is_intrinsic(config)) {
    if (!is_intrinsic(auth_type) && auth_type != "AWS_IAM" && auth_type != "NONE") {
      throw ResourceError{lambda.logical_id,
                          "AuthType is required to configure function property `FunctionUrlConfig`. Please "
                          "provide either AWS_IAM or NONE."};
    }
    check_cors(lambda.logical_id, member(config, "Cors"));
  }
  const Json target = alias != nullptr ? alias->arn() : lambda.name();
  Resource url = make_resource(lambda.logical_id + "Url", "AWS::Lambda::Url", function.passed_on());
  if (truthy(member(config, "Cors"))) url["Cors"] = config["Cors"];
  url["AuthType"] = auth_type;
  url["TargetFunctionArn"] = target;
  url["InvokeMode"] = member(config, "InvokeMode");
  Resources made;
  made.push_back(std::move(url));
  if (auth_type != "NONE" || is_intrinsic(config)) return made;
  Resource call = make_url_permission(function, "UrlPublicPermissions", "lambda:InvokeFunctionUrl", target);
  call["FunctionUrlAuthType"] = auth_type;
  Resource invoke =
      make_url_permission(function, "URLInvokeAllowPublicAccess", "lambda:InvokeFunction", target);
  invoke["InvokedViaFunctionUrl"] = true;
  made.push_back(std::move(call));
  made.push_back(std::move(invoke));
  return made;
}

}  // namespace cloche::deploy::sam
