#pragma once
// The subcommands of `cloche`, each in the file of its name. Each adds itself to the command line; when it is
// the one that was asked for it runs, and leaves in `status` what the process ends with.

namespace CLI {
class App;
}

namespace cloche::commands {

/// How a process ends.
inline constexpr int failed = 1;   // it could not do what was asked
inline constexpr int misused = 2;  // it was asked for what it does not know, or not yet

void add_logs(CLI::App& app, int& status);       // logs.cpp
void add_replay(CLI::App& app, int& status);     // replay.cpp
void add_up(CLI::App& app, int& status);         // up.cpp
void add_services(CLI::App& app, int& status);   // services.cpp
void add_transform(CLI::App& app, int& status);  // transform.cpp

}  // namespace cloche::commands
