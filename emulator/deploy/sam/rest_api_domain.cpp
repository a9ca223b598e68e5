// The domain of one's own of a REST API: a domain name, mappings of its paths, and records in Route 53.
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/logical_id.h"
#include "emulator/deploy/sam/rest_api.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

/// What differs for a private domain, which has resource types of its own.
struct DomainTypes {
  bool is_private;
  const char* domain = is_private ? "AWS::ApiGateway::DomainNameV2" : "AWS::ApiGateway::DomainName";
  const char* mapping =
      is_private ? "AWS::ApiGateway::BasePathMappingV2" : "AWS::ApiGateway::BasePathMapping";
  const char* reference = is_private ? "DomainNameArn" : "DomainName";
};

Json mutual_tls(const RestApi& api, const Json& given) {
  expect_map(given, api.id(), "Domain.MutualTlsAuthentication");
  Json made = Json::object();
  for (const auto& [name, value] : given.items()) {
    if (name != "TruststoreUri" && name != "TruststoreVersion") {
      api.refuse(
          "Available Domain.MutualTlsAuthentication fields are ['TruststoreUri', 'TruststoreVersion'].");
    }
    if (truthy(value)) made[name] = value;
  }
  return made;
}

Resource make_domain_name(RestApi& api, const DomainTypes& types, const std::string& id) {
  Json& domain = api.domain;
  Json& endpoint = domain["EndpointConfiguration"];
  if (endpoint.is_null() && !types.is_private) endpoint = "REGIONAL";
  if (endpoint != "EDGE" && endpoint != "REGIONAL" && endpoint != "PRIVATE") {
    api.refuse("EndpointConfiguration for Custom Domains must be one of ['EDGE', 'REGIONAL', 'PRIVATE'].");
  }
  Resource made = make_resource(id, types.domain, api.declared.passed_on());
  made["DomainName"] = domain["DomainName"];
  made[endpoint == "REGIONAL" ? "RegionalCertificateArn" : "CertificateArn"] = domain["CertificateArn"];
  made["EndpointConfiguration"] = {{"Types", Json::array({endpoint})}};
  if (truthy(member(domain, "IpAddressType"))) {
    made["EndpointConfiguration"]["IpAddressType"] = domain["IpAddressType"];
  }
  const Json& tls = member(domain, "MutualTlsAuthentication");
  if (truthy(tls) && !types.is_private) made["MutualTlsAuthentication"] = mutual_tls(api, tls);
  for (const char* name :
       {"SecurityPolicy", "EndpointAccessMode", "Policy", "OwnershipVerificationCertificateArn"}) {
    if (truthy(member(domain, name))) made[name] = domain[name];
  }
  return made;
}

Resources make_mappings(const RestApi& api, const DomainTypes& types, const std::string& domain_id) {
  const auto mapping = [&](const std::string& id, const Json& path) {
    Resource made = make_resource(id, types.mapping, api.declared.passed_on());
    made[types.reference] = reference(domain_id);
    made["RestApiId"] = reference(api.id());
    made["Stage"] = reference(api.id() + ".Stage");
    made["BasePath"] = path;
    return made;
  };
  const Json& given = member(api.domain, "BasePath");
  if (!truthy(given) || given.is_object()) return {mapping(api.id() + "BasePathMapping", nullptr)};
  const bool normalized =
      !api.domain.contains("NormalizeBasePath") || truthy(api.domain["NormalizeBasePath"]);
  Resources made;
  const Json paths = as_list(given);
  for (const Json& path : expect_strings(paths, api.id(), "Domain.BasePath")) {
    std::string plain;
    for (const char c : path.get<std::string>()) {
      if (is_alphanumeric({&c, 1})) plain += c;
    }
    made.push_back(mapping(api.id() + plain + "BasePathMapping", normalized ? Json(plain) : path));
  }
  return made;
}

Json rest_alias_target(const RestApi& api, const std::string& domain_id, const Json& route53) {
  Json target = Json::object();
  const Json& health = member(route53, "EvaluateTargetHealth");
  if (!health.is_null()) target["EvaluateTargetHealth"] = health;
  const Json& endpoint = member(api.domain, "EndpointConfiguration");
  if (endpoint == "REGIONAL") {
    target["HostedZoneId"] = get_att(domain_id, "RegionalHostedZoneId");
    target["DNSName"] = get_att(domain_id, "RegionalDomainName");
  } else if (endpoint == "EDGE") {
    const Json& own = member(route53, "DistributionDomainName");
    target["HostedZoneId"] = "Z2FDTNDATAQYW2";  // CloudFront's, for all distributions
    target["DNSName"] = own.is_null() ? get_att(domain_id, "DistributionDomainName") : own;
  } else {
    target["HostedZoneId"] = member(route53, "VpcEndpointHostedZoneId");
    target["DNSName"] = member(route53, "VpcEndpointDomainName");
  }
  return target;
}

/// All records of a hosted zone are one group, unless the domain wants a group of its own.
Resource make_records(RestApi& api, const std::string& domain_id, const Json& route53) {
  expect_map(route53, api.id(), "Domain.Route53");
  const Json& zone = member(route53, "HostedZoneId");
  const Json& zone_name = member(route53, "HostedZoneName");
  if (zone.is_null() && zone_name.is_null()) {
    api.refuse("HostedZoneId or HostedZoneName is required to enable Route53 support on Custom Domains.");
  }
  const Json& named = truthy(zone) ? zone : zone_name;
  const Json& separate = member(route53, "SeparateRecordSetGroup");
  const bool own_group =
      truthy(separate) && expect_boolean(separate, api.id(), "Domain.Route53.SeparateRecordSetGroup");
  const std::string id =
      own_group ? hashed_id("RecordSetGroup", Json::array({named, member(api.domain, "DomainName")}))
                : hashed_id("RecordSetGroup", named);
  Resource group = make_resource(id, "AWS::Route53::RecordSetGroup", api.declared.passed_on());
  group["HostedZoneId"] = zone;
  group["HostedZoneName"] = zone_name;
  group["RecordSets"] = Json::array();
  Resource& kept = own_group ? group : api.context.record_sets.emplace(id, group).first->second;
  for (Json& record : record_sets(api.domain, route53, rest_alias_target(api, domain_id, route53))) {
    kept["RecordSets"].push_back(std::move(record));
  }
  return kept;
}

Resource make_access_association(const RestApi& api, const std::string& domain_id) {
  const Json& association = member(api.domain, "AccessAssociation");
  expect_map(association, api.id(), "Domain.AccessAssociation");
  const Json& endpoint = member(association, "VpcEndpointId");
  Resource made = make_resource(hashed_id("DomainNameAccessAssociation", Json::array({endpoint, domain_id})),
                                "AWS::ApiGateway::DomainNameAccessAssociation", api.declared.passed_on());
  made["DomainNameArn"] = reference(domain_id);
  made["AccessAssociationSourceType"] = "VPCE";
  made["AccessAssociationSource"] = endpoint;
  return made;
}

}  // namespace

Json record_sets(const Json& domain, const Json& route53, const Json& alias_target) {
  Json records = Json::array();
  const auto add = [&](const char* type) {
    Json record = {{"Name", member(domain, "DomainName")}, {"Type", type}, {"AliasTarget", alias_target}};
    for (const char* name : {"Region", "SetIdentifier"}) {
      if (const Json& value = member(route53, name); !value.is_null()) record[name] = value;
    }
    records.push_back(std::move(record));
  };
  add("A");
  if (member(route53, "IpV6") == true) add("AAAA");
  return records;
}

Resources make_rest_domain(RestApi& api) {
  if (api.domain.is_null()) return {};
  expect_map(api.domain, api.id(), "Domain");
  const Json name = expect_given(member(api.domain, "DomainName"), api.id(), "Domain.DomainName");
  expect_given(member(api.domain, "CertificateArn"), api.id(), "Domain.CertificateArn");
  const DomainTypes types{member(api.domain, "EndpointConfiguration") == "PRIVATE"};
  const std::string id =
      hashed_id(types.is_private ? "ApiGatewayDomainNameV2" : "ApiGatewayDomainName", name);
  Resources made;
  made.push_back(make_domain_name(api, types, id));
  for (Resource& mapping : make_mappings(api, types, id)) made.push_back(std::move(mapping));
  if (const Json& route53 = member(api.domain, "Route53"); !route53.is_null()) {
    made.push_back(make_records(api, id, route53));
  }
  if (types.is_private && !member(api.domain, "AccessAssociation").is_null()) {
    made.push_back(make_access_association(api, id));
  }
  return made;
}

}  // namespace cloche::deploy::sam
