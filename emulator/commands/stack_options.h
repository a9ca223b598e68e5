#pragma once
// How the commands that deploy a template take it: its path, the stack's name, and parameters.
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cloche::commands {

struct StackOptions {
  std::string file;
  std::string stack;
  std::vector<std::string> parameters;  // "K=V"

  /// --stack-name and --parameter.
  void add_to(CLI::App& command);
  /// The one that was given, or one made of the template's path: the file's name without its ending, or,
  /// where that is only "template", the folder's.
  std::string stack_name() const;
  /// The template's, absolute.
  std::string path() const;
  /// Throws std::invalid_argument for one that is not K=V.
  std::map<std::string, std::string> parameter_map() const;
};

}  // namespace cloche::commands
