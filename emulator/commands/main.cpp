// cloche: the command line. It only wires; each subcommand is in the file of its name.
#include <CLI/CLI.hpp>

#include "emulator/commands/commands.h"
#include "emulator/front/version.h"

int main(int argc, char** argv) {
  CLI::App app("Cloche: a whole serverless stack under glass, on this machine.", "cloche");
  app.set_version_flag("--version", "cloche " + std::string(cloche::front::version));
  app.require_subcommand(1);
  int status = 0;
  cloche::commands::add_up(app, status);
  cloche::commands::add_services(app, status);
  cloche::commands::add_logs(app, status);
  cloche::commands::add_transform(app, status);
  cloche::commands::add_replay(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : cloche::commands::misused;
  }
  return status;
}
