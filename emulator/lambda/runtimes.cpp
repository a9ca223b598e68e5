#include "emulator/lambda/runtimes.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "embedded/emulator/lambda/bootstraps/node.mjs.h"
#include "embedded/emulator/lambda/bootstraps/python.py.h"
#include "fakes/core/fault.h"

namespace cloche::lambda {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view debian_python =
    "/usr/bin/python3";  // for which Debian's python3-boto3 is installed

bool is_executable(const fs::path& path) {
  return access(path.c_str(), X_OK) == 0 && fs::is_regular_file(path);
}

std::string find_on_path(const std::string& program) {
  const char* variable = std::getenv("PATH");
  std::string_view path = variable ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!path.empty()) {
    const std::string_view folder = path.substr(0, path.find(':'));
    path.remove_prefix(std::min(folder.size() + 1, path.size()));
    if (folder.empty()) continue;
    const fs::path candidate = fs::path(folder) / program;
    if (is_executable(candidate)) return candidate.string();
  }
  return {};
}

void write_file(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  // Beside it first: another Cloche may be starting a handler from the same directory.
  const fs::path fresh = path.string() + fmt::format(".{}", getpid());
  std::ofstream out(fresh, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
  fs::rename(fresh, path);
}

bool is_version_of(std::string_view runtime, std::string_view language, std::string_view suffix) {
  if (!runtime.starts_with(language) || !runtime.ends_with(suffix)) return false;
  runtime.remove_prefix(language.size());
  return !runtime.empty() && runtime.front() >= '0' && runtime.front() <= '9';
}

bool is_python(std::string_view runtime) { return is_version_of(runtime, "python3.", ""); }
bool is_node(std::string_view runtime) { return is_version_of(runtime, "nodejs", ".x"); }

}  // namespace

bool is_provided(std::string_view runtime) {
  return runtime == "provided" || runtime == "provided.al2" || runtime == "provided.al2023";
}

Runtimes::Runtimes(const fs::path& directory)
    : directory_(fs::absolute(directory)), python_(debian_python), node_(find_on_path("node")) {
  if (!is_executable(python_)) python_ = find_on_path("python3");
  write_file(directory_ / "python" / "bootstrap.py", bootstraps::python);
  write_file(directory_ / "node" / "bootstrap.mjs", bootstraps::node);
}

std::optional<std::string> Runtimes::unsupported_runtime_reason(std::string_view runtime) const {
  if (is_provided(runtime)) return std::nullopt;
  if (is_python(runtime)) {
    if (!python_.empty()) return std::nullopt;
    return fmt::format("The runtime {} needs python3, which is not installed on this machine.", runtime);
  }
  if (is_node(runtime)) {
    if (!node_.empty()) return std::nullopt;
    return fmt::format("The runtime {} needs node, which is not installed on this machine.", runtime);
  }
  return fmt::format(
      "The runtime {} is not emulated by Cloche; it runs provided.al2023, provided.al2, provided, python3.x "
      "and nodejs*.x.",
      runtime);
}

/// The very version where it is installed, else the machine's.
std::string Runtimes::python_for(std::string_view runtime) const {
  const std::string exact = fmt::format("/usr/bin/{}", runtime);
  return is_executable(exact) ? exact : python_;
}

Runtimes::Launch Runtimes::launch(const FunctionVersion& function) const {
  const std::string execution_environment = fmt::format("AWS_EXECUTION_ENV=AWS_Lambda_{}", function.runtime);
  if (is_provided(function.runtime)) {
    // Lambda passes nothing; the bootstrap takes _HANDLER from its environment.
    const std::string bootstrap = (function.code / "bootstrap").string();
    return {.executable = bootstrap,
            .arguments = {bootstrap},
            .runtime_directory = (directory_ / "provided").string(),
            .environment = {}};
  }
  if (is_python(function.runtime) && !python_.empty()) {
    const std::string home = (directory_ / "python").string();
    const std::string python = python_for(function.runtime);
    // -B: on Lambda the code cannot be written to, so no __pycache__ comes to be there.
    return {.executable = python,
            .arguments = {python, "-B", home + "/bootstrap.py"},
            .runtime_directory = home,
            .environment = {execution_environment, "PYTHONPATH=" + home}};
  }
  if (is_node(function.runtime) && !node_.empty()) {
    const std::string home = (directory_ / "node").string();
    return {.executable = node_,
            .arguments = {node_, home + "/bootstrap.mjs"},
            .runtime_directory = home,
            .environment = {execution_environment,
                            fmt::format("NODE_PATH=/opt/nodejs/node_modules:{0}/node_modules:{0}", home)}};
  }
  fail("no runtime {}", function.runtime);
}

}  // namespace cloche::lambda
