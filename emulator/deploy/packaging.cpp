#include "emulator/deploy/packaging.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "emulator/deploy/json_pointer.h"

namespace cloche::deploy {

namespace {

constexpr const char* hot_reload = "hot-reload";

/// What becomes of a property that is a path.
enum class Becomes {
  location,       // {"Bucket", "Key"}, as SAM has it
  code_location,  // {"S3Bucket", "S3Key"}, as Lambda has it
  document        // what is in the file, in another property
};

struct PathProperty {
  std::string_view type;
  const char* property;
  Becomes becomes;
  const char* document_property = nullptr;
};

constexpr PathProperty path_properties[] = {
    {"AWS::Serverless::Function", "CodeUri", Becomes::location},
    {"AWS::Serverless::LayerVersion", "ContentUri", Becomes::location},
    {"AWS::Lambda::Function", "Code", Becomes::code_location},
    {"AWS::Lambda::LayerVersion", "Content", Becomes::code_location},
    {"AWS::Serverless::Api", "DefinitionUri", Becomes::document, "DefinitionBody"},
    {"AWS::Serverless::HttpApi", "DefinitionUri", Becomes::document, "DefinitionBody"},
    {"AWS::Serverless::StateMachine", "DefinitionUri", Becomes::document, "Definition"},
    {"AWS::ApiGateway::RestApi", "BodyS3Location", Becomes::document, "Body"}};

bool is_local(const Json& value) {
  if (!value.is_string()) return false;
  const std::string& text = value.get_ref<const std::string&>();
  return !text.empty() && text.find("://") == std::string::npos && !text.starts_with("{{resolve:");
}

class Packager {
 public:
  Packager(const Template& source, MissingPath missing)
      : source_(source),
        missing_(missing),
        document_(source.document()),
        folder_(std::filesystem::absolute(source.file()).parent_path()) {}

  Template pack() {
    const auto resources = document_.find("Resources");
    if (resources == document_.end() || !resources->is_object()) return source_;
    pack_globals();
    for (auto& [id, resource] : resources->items()) {
      if (!resource.is_object() || !resource.contains("Type") || !resource.contains("Properties")) continue;
      if (!resource["Properties"].is_object()) continue;
      for (const PathProperty& path : path_properties) {
        if (resource["Type"] != path.type) continue;
        pack_property(resource["Properties"], "/Resources/" + pointer_step(id) + "/Properties", path);
      }
    }
    return source_.with(std::move(document_));
  }

 private:
  void pack_globals() {
    const auto globals = document_.find("Globals");
    if (globals == document_.end() || !globals->is_object()) return;
    const auto functions = globals->find("Function");
    if (functions == globals->end() || !functions->is_object()) return;
    pack_property(*functions, "/Globals/Function", path_properties[0]);
  }

  void pack_property(Json& properties, const std::string& holder, const PathProperty& path) {
    const auto value = properties.find(path.property);
    if (value == properties.end() || !is_local(*value)) return;
    const std::string pointer = holder + "/" + path.property;
    const std::filesystem::path place = located(value->get<std::string>());
    if (place.empty()) {
      if (missing_ == MissingPath::keep) return;
      throw source_.error(pointer,
                          "the path " + value->get<std::string>() + " does not exist in " + folder_.string(),
                          "a folder or a file");
    }
    if (path.becomes == Becomes::location) {
      *value = {{"Bucket", hot_reload}, {"Key", place.string()}};
    } else if (path.becomes == Becomes::code_location) {
      *value = {{"S3Bucket", hot_reload}, {"S3Key", place.string()}};
    } else {
      properties[path.document_property] = read_template_file(place.string()).document();
      properties.erase(path.property);
    }
  }

  /// The absolute path; empty where nothing is there.
  std::filesystem::path located(const std::string& given) const {
    const std::filesystem::path place = (folder_ / given).lexically_normal();
    std::error_code error;
    if (!std::filesystem::exists(place, error)) return {};
    // A folder is named without the slash at its end.
    return place.has_filename() ? place : place.parent_path();
  }

  const Template& source_;
  MissingPath missing_;
  Json document_;
  std::filesystem::path folder_;
};

}  // namespace

Template package_local_code(const Template& source, MissingPath missing) {
  return Packager(source, missing).pack();
}

}  // namespace cloche::deploy
