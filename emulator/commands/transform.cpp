// cloche transform: a SAM template as the CloudFormation template that AWS would make of it.
#include "emulator/deploy/sam/transform.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "emulator/commands/commands.h"
#include "emulator/deploy/loops.h"
#include "emulator/deploy/packaging.h"
#include "emulator/deploy/template_source.h"
#include "fakes/core/whole_file.h"

namespace cloche::commands {

namespace {

struct TransformOptions {
  std::string file;
  std::string region = "us-east-1";
  std::string account = "000000000000";
  std::vector<std::string> parameters;
};

std::string partition_of(const std::string& region) {
  static constexpr std::pair<std::string_view, std::string_view> partitions[] = {
      {"cn-", "aws-cn"},         {"us-iso-", "aws-iso"},    {"us-isob-", "aws-iso-b"},
      {"us-isof-", "aws-iso-f"}, {"eu-isoe-", "aws-iso-e"}, {"us-gov-", "aws-us-gov"},
      {"eusc-", "aws-eusc"}};
  for (const auto& [prefix, partition] : partitions) {
    if (region.starts_with(prefix)) return std::string(partition);
  }
  return "aws";
}

/// Whether the template is a file, beside its code.
bool lies_beside_code(const std::string& file) {
  std::error_code error;
  return file != "-" && !std::filesystem::is_fifo(file, error);
}

deploy::Template read_input(const std::string& file) {
  if (lies_beside_code(file)) return deploy::read_template_file(file);
  if (file != "-") return deploy::read_template(whole_file_or_pipe(file), file, deploy::Aliases::followed);
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  return deploy::read_template(text, "-", deploy::Aliases::followed);
}

deploy::Template written_out(const TransformOptions& options, const deploy::sam::Settings& settings) {
  deploy::PseudoParameters pseudo;
  pseudo.account_id = settings.account_id;
  pseudo.region = settings.region;
  pseudo.partition = settings.partition;
  deploy::Template source = deploy::expand_loops(read_input(options.file), settings.parameters, pseudo);
  return lies_beside_code(options.file) ? deploy::package_local_code(source, deploy::MissingPath::keep)
                                        : source;
}

int transform(const TransformOptions& options) {
  deploy::sam::Settings settings;
  settings.region = options.region;
  settings.partition = partition_of(options.region);
  settings.account_id = options.account;
  for (const std::string& parameter : options.parameters) {
    const std::size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      fmt::print(stderr, "cloche: --parameter {}: expected NAME=VALUE\n", parameter);
      return misused;
    }
    settings.parameters[parameter.substr(0, equals)] = parameter.substr(equals + 1);
  }
  try {
    // Also a template that does not say that it is of SAM: who types this wants to see what SAM makes of it.
    // One that says that it is for another transform stays as it is.
    const deploy::Template source = written_out(options, settings);
    const bool is_for_another =
        source.document().contains("Transform") && !deploy::sam::asks_for_transform(source.document());
    const deploy::Template transformed = is_for_another ? source : deploy::sam::apply(source, settings);
    fmt::print("{}\n", transformed.document().dump(2, ' ', false, Json::error_handler_t::replace));
    return 0;
  } catch (const deploy::TemplateError& error) {
    fmt::print(stderr, "{}\n", error.what());
    return failed;
  } catch (const UnreadableFile& file) {
    fmt::print(stderr, "{}: {}\n", options.file, file.why);
    return failed;
  }
}

}  // namespace

void add_transform(CLI::App& app, int& status) {
  const auto options = std::make_shared<TransformOptions>();
  CLI::App* command = app.add_subcommand("transform", "Show a SAM template as CloudFormation, in JSON");
  command->add_option("TEMPLATE", options->file, "A template in YAML or JSON, or - for what comes in")
      ->required();
  command->add_option("--region", options->region, "The region that it is for")->capture_default_str();
  command->add_option("--parameter", options->parameters, "The value of a parameter, NAME=VALUE")
      ->allow_extra_args(false);
  command->callback([options, &status] { status = transform(*options); });
}

}  // namespace cloche::commands
