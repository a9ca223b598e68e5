// cloche: the command line. It only wires; each subcommand is in the file of its name.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <exception>

#include "emulator/commands/commands.h"
#include "emulator/commands/streams.h"
#include "emulator/front/version.h"

int main(int argc, char** argv) {
  cloche::commands::let_stderr_fail();
  CLI::App app("Cloche: a whole serverless stack under glass, on this machine.", "cloche");
  app.set_version_flag("--version", "cloche " + std::string(cloche::front::version));
  app.require_subcommand(1);
  int status = 0;
  cloche::commands::add_up(app, status);
  cloche::commands::add_services(app, status);
  cloche::commands::add_logs(app, status);
  cloche::commands::add_transform(app, status);
  cloche::commands::add_replay(app, status);
  cloche::commands::add_deploy(app, status);
  cloche::commands::add_invoke(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : cloche::commands::misused;
  } catch (const std::exception& error) {
    fmt::print(stderr, "cloche: {}\n", error.what());
    return cloche::commands::failed;
  }
  // Of `up` nobody needs the last word: who read its address may listen no more.
  if (status == 0 && !app.got_subcommand("up") && !cloche::commands::finish_stdout()) {
    fmt::print(stderr, "cloche: what it had to say can't be written\n");
    return cloche::commands::failed;
  }
  return status;
}
