#include "emulator/deploy/sam/apiv2.h"

#include <algorithm>

#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/rest_api.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

Json apiv2_mutual_tls(const Declared& api, const Json& given) {
  const std::string fields = "['TruststoreUri', 'TruststoreVersion'].";
  if (!given.is_object()) {
    throw ResourceError{
        api.logical_id,
        "MutualTlsAuthentication must be a map with at least one of the following fields " + fields};
  }
  Json made = Json::object();
  std::string unknown;
  for (const auto& [name, value] : given.items()) {
    if (name != "TruststoreUri" && name != "TruststoreVersion") {
      unknown += (unknown.empty() ? "" : ",") + name;
    } else if (truthy(value)) {
      made[name] = value;
    }
  }
  if (!unknown.empty())
    throw ResourceError{unknown, "Available MutualTlsAuthentication fields are " + fields};
  return made;
}

Resources make_api_mappings(const Declared& api, const Json& base_paths, const std::string& domain_id,
                            const Json& attributes) {
  const auto mapping = [&](const std::string& id, const Json& key) {
    Resource made = make_resource(id, "AWS::ApiGatewayV2::ApiMapping", attributes);
    made["DomainName"] = reference(domain_id);
    made["ApiId"] = reference(api.logical_id);
    made["Stage"] = reference(api.logical_id + ".Stage");
    made["ApiMappingKey"] = key;
    return made;
  };
  if (!truthy(base_paths) || base_paths.is_object()) return {mapping(api.logical_id + "ApiMapping", nullptr)};
  Resources made;
  for (const Json& path : as_list(base_paths)) {
    if (!path.is_string()) throw ResourceError{api.logical_id, "Basepath must be a string."};
    std::string text = path.get<std::string>();
    std::string plain;
    for (const char c : text) {
      if (is_alphanumeric({&c, 1})) {
        plain += c;
      } else if (c != '/' && c != '-' && c != '_') {
        throw ResourceError{api.logical_id, "Invalid Basepath name provided."};
      }
    }
    while (text.starts_with('/')) text.erase(0, 1);
    while (text.ends_with('/')) text.pop_back();
    made.push_back(mapping(api.logical_id + plain + "ApiMapping", text));
  }
  return made;
}

Resource make_apiv2_records(std::map<std::string, Resource>& record_groups, const Declared& api,
                            const Json& domain, const std::string& domain_id, const Json& attributes) {
  const Json& route53 = member(domain, "Route53");
  expect_map(route53, api.logical_id, "Domain.Route53");
  const Json& zone = member(route53, "HostedZoneId");
  const Json& zone_name = member(route53, "HostedZoneName");
  if (zone.is_null() && zone_name.is_null()) {
    throw ResourceError{
        api.logical_id,
        "HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains."};
  }
  const std::string id = hashed_id("RecordSetGroup", truthy(zone) ? zone : zone_name);
  Resource group = make_resource(id, "AWS::Route53::RecordSetGroup", attributes);
  group["HostedZoneId"] = zone;
  group["HostedZoneName"] = zone.is_null() ? zone_name : Json();
  group["RecordSets"] = Json::array();
  Resource& kept = record_groups.emplace(id, std::move(group)).first->second;
  Json target = {{"HostedZoneId", get_att(domain_id, "RegionalHostedZoneId")},
                 {"DNSName", get_att(domain_id, "RegionalDomainName")}};
  const Json& health = member(route53, "EvaluateTargetHealth");
  if (!health.is_null()) target["EvaluateTargetHealth"] = health;
  for (Json& record : record_sets(domain, route53, target)) kept["RecordSets"].push_back(std::move(record));
  return kept;
}

}  // namespace

Resources make_apiv2_domain(std::map<std::string, Resource>& record_groups, const Declared& api, Json& domain,
                            const Json& tags, const Json& attributes) {
  if (domain.is_null()) return {};
  const Json& name = member(domain, "DomainName");
  const Json& certificate = member(domain, "CertificateArn");
  if (name.is_null() || certificate.is_null()) {
    throw ResourceError{api.logical_id,
                        "Custom Domains only works if both DomainName and CertificateArn are provided."};
  }
  const std::string id = hashed_id("ApiGatewayDomainNameV2", name);
  Json& endpoint = domain["EndpointConfiguration"];
  if (endpoint.is_null()) endpoint = "REGIONAL";
  if (endpoint != "REGIONAL") {
    throw ResourceError{api.logical_id,
                        "EndpointConfiguration for Custom Domains must be one of ['REGIONAL']."};
  }
  Json configuration = {{"CertificateArn", certificate}, {"EndpointType", endpoint}};
  for (const char* property : {"OwnershipVerificationCertificateArn", "SecurityPolicy"}) {
    if (truthy(member(domain, property))) configuration[property] = domain[property];
  }
  Resource made = make_resource(id, "AWS::ApiGatewayV2::DomainName", attributes);
  made["DomainName"] = name;
  made["Tags"] = tags;
  made["DomainNameConfigurations"] = Json::array({std::move(configuration)});
  if (const Json& tls = member(domain, "MutualTlsAuthentication"); truthy(tls)) {
    made["MutualTlsAuthentication"] = apiv2_mutual_tls(api, tls);
  }
  Resources all;
  all.push_back(std::move(made));
  std::ranges::move(make_api_mappings(api, member(domain, "BasePath"), id, attributes),
                    std::back_inserter(all));
  if (!member(domain, "Route53").is_null()) {
    all.push_back(make_apiv2_records(record_groups, api, domain, id, attributes));
  }
  return all;
}

Resource make_apiv2_authorizer_permission(const std::string& logical_id, const std::string& api_id,
                                          const Json& function_arn, const Json& attributes) {
  Resource permission = make_resource(logical_id, "AWS::Lambda::Permission", attributes);
  permission["Action"] = "lambda:InvokeFunction";
  permission["FunctionName"] = function_arn;
  permission["Principal"] = "apigateway.amazonaws.com";
  permission["SourceArn"] =
      sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
          {{"__ApiId__", reference(api_id)}});
  return permission;
}

}  // namespace cloche::deploy::sam
