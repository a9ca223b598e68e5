#include "emulator/deploy/sam/embedded_connectors.h"

#include <algorithm>

#include "emulator/deploy/json_pointer.h"
#include "emulator/deploy/sam/errors.h"
#include "emulator/deploy/sam/properties.h"
#include "emulator/deploy/sam/values.h"

namespace cloche::deploy::sam {

namespace {

Json as_resource(const std::string& source_id, const std::string& name, const Json& embedded) {
  const std::string id = source_id + name;
  if (!embedded.is_object()) throw ResourceError{id, source_id + "." + id + " should be a map."};
  Json connector = embedded;
  connector["Type"] = "AWS::Serverless::Connector";
  const std::string path = "Connectors." + name + ".Properties";
  if (!member(connector, "Properties").is_object()) {
    throw ResourceError{source_id, "Attribute '" + path + "' should be a map."};
  }
  Json& properties = connector["Properties"];
  properties["Source"] = {{"Id", source_id}};
  if (properties.contains("SourceReference")) {
    const Json reference = properties["SourceReference"];
    expect_map(reference, source_id, path + ".SourceReference");
    if (reference.contains("Id"))
      throw ResourceError{name, "'Id' shouldn't be defined in 'SourceReference'."};
    properties["Source"].update(reference);
    properties.erase("SourceReference");
  }
  return connector;
}

/// The names of a resource's connectors, as they stand in the text.
std::vector<std::string> in_order(const std::string& source_id, const Json& connectors,
                                  const Settings& settings) {
  std::vector<std::string> names;
  for (const auto& [name, connector] : connectors.items()) names.push_back(name);
  if (!settings.before) return names;
  const std::string pointer = "/Resources/" + pointer_step(source_id) + "/Connectors/";
  std::ranges::sort(names, [&](const std::string& one, const std::string& other) {
    return settings.before(pointer + pointer_step(one), pointer + pointer_step(other));
  });
  return names;
}

}  // namespace

void spread_embedded_connectors(Json& document, const Settings& settings,
                                std::vector<InvalidDocument::Cause>& causes) {
  Json& resources = document["Resources"];
  Json made = Json::object();
  for (auto& [source_id, resource] : resources.items()) {
    if (!resource.contains("Connectors")) continue;
    const Json connectors = resource["Connectors"];
    resource.erase("Connectors");
    if (!connectors.is_object()) {
      causes.push_back(
          {source_id,
           ResourceError{source_id, "Attribute '" + source_id + ".Connectors' should be a map."}.text()});
      continue;
    }
    for (const std::string& name : in_order(source_id, connectors, settings)) {
      const Json& connector = connectors[name];
      try {
        made[source_id + name] = as_resource(source_id, name, connector);
      } catch (const ResourceError& error) {
        causes.push_back({error.logical_id, error.text()});
        continue;
      }
      if (!resources.contains(source_id + name)) continue;
      made.erase(source_id + name);
      causes.push_back(
          {source_id, "Transforming resource with id [" + source_id +
                          "] attempts to create a new resource with id [" + source_id + name +
                          "] and type \"AWS::Serverless::Connector\". A resource with that id already "
                          "exists within this template. Please use a different id for that resource."});
    }
  }
  resources.update(made);
}

}  // namespace cloche::deploy::sam
