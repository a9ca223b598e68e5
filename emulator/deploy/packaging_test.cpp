#include "emulator/deploy/packaging.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "fakes/core/temporary_directory.h"

namespace cloche::deploy {

namespace {

void write(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("a local path of code becomes a place of hot reload, and a local definition what it says") {
  const TemporaryDirectory folder;
  write(folder.path() / "src/app.py", "");
  write(folder.path() / "layer.zip", "");
  write(folder.path() / "api.yaml", "swagger: '2.0'\npaths: {}\n");
  write(folder.path() / "template.yaml",
        "Globals: {Function: {CodeUri: src/}}\n"
        "Resources:\n"
        "  F: {Type: AWS::Serverless::Function, Properties: {CodeUri: ./src}}\n"
        "  L: {Type: AWS::Lambda::Function, Properties: {Code: src}}\n"
        "  Y: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer.zip}}\n"
        "  A: {Type: AWS::Serverless::Api, Properties: {DefinitionUri: api.yaml}}\n"
        "  S: {Type: AWS::Serverless::Function, Properties: {CodeUri: s3://bucket/key}}\n"
        "  R: {Type: AWS::Serverless::Function, Properties: {CodeUri: !Ref Place}}\n");
  const std::string file = (folder.path() / "template.yaml").string();
  const Json packed = package_local_code(read_template_file(file)).document();
  const std::string source = (folder.path() / "src").string();
  const Json& resources = packed["Resources"];
  CHECK(packed["Globals"]["Function"]["CodeUri"] == Json{{"Bucket", "hot-reload"}, {"Key", source}});
  CHECK(resources["F"]["Properties"]["CodeUri"] == Json{{"Bucket", "hot-reload"}, {"Key", source}});
  CHECK(resources["L"]["Properties"]["Code"] == Json{{"S3Bucket", "hot-reload"}, {"S3Key", source}});
  CHECK(resources["Y"]["Properties"]["ContentUri"]["Key"] == (folder.path() / "layer.zip").string());
  CHECK(resources["A"]["Properties"] == Json::parse(R"({"DefinitionBody":{"swagger":"2.0","paths":{}}})"));
  CHECK(resources["S"]["Properties"]["CodeUri"] == "s3://bucket/key");
  CHECK(resources["R"]["Properties"]["CodeUri"] == Json{{"Ref", "Place"}});
}

TEST_CASE("a path that is not there is refused where it stands, or left") {
  const TemporaryDirectory folder;
  const std::string file = (folder.path() / "template.yaml").string();
  write(file,
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: nowhere\n");
  const Template source = read_template_file(file);
  CHECK_THROWS_WITH_AS(package_local_code(source),
                       (file + ":5:16: F: the path nowhere does not exist in " + folder.path().string() +
                        "; expected a folder or a file")
                           .c_str(),
                       TemplateError);
  CHECK(package_local_code(source, MissingPath::keep).document() == source.document());
}

}  // namespace cloche::deploy
