#pragma once
// The text of a template, YAML or JSON, as a document, and the place in the text that each part of it came
// from. The short forms of the intrinsic functions (`!Sub`) have become the long ones (`{"Fn::Sub": …}`),
// aliases and merge keys may be followed, and plain scalars have the types that CloudFormation gives them: a
// date stays text.
//
// A Template goes on through the SAM transform (`with`), which changes the document and keeps the places:
// what the transform made lies where the resource that it was made of lies.
#include <memory>
#include <string>
#include <string_view>

#include "emulator/deploy/template_error.h"
#include "fakes/core/json.h"

namespace cloche::deploy {

class Positions;

class Template {
 public:
  Template(std::string file, Json document, std::shared_ptr<const Positions> positions);
  Template(const Template&);
  Template(Template&&) noexcept;
  Template& operator=(const Template&);
  Template& operator=(Template&&) noexcept;
  ~Template();

  /// As it was given to `read_template`; `-` or a name for a text that is not on disk.
  const std::string& file() const { return file_; }
  /// An object.
  const Json& document() const { return *document_; }

  /// Where the value at a JSON pointer begins, or its key; of a part that is not in the text, where the
  /// nearest part around it does.
  Position value_position(std::string_view pointer) const;
  Position key_position(std::string_view pointer) const;

  const Positions& positions() const { return *positions_; }

  /// Another document that was made of this one.
  Template with(Json document) const;

  /// An error about the part at `pointer`: `/Resources/X/…` and the like give the logical id.
  TemplateError error(std::string_view pointer, std::string message, std::string expected = "") const;
  /// The same, at the key.
  TemplateError error_at_key(std::string_view pointer, std::string message, std::string expected = "") const;

 private:
  std::string file_;
  std::unique_ptr<Json> document_;
  std::shared_ptr<const Positions> positions_;
};

/// The most that a template may hold (CloudFormation: 1 MB of a template in S3).
inline constexpr std::size_t max_template_bytes = 1'000'000;

/// What YAML's aliases and merge keys are: CloudFormation refuses them, and SAM's and AWS's command lines
/// resolve them in the files that they deploy.
enum class Aliases { refused, followed };

/// Reads YAML or JSON. Throws TemplateError for a text that is neither, that names a key twice, that is not
/// an object, or that is larger or deeper than a template may be.
Template read_template(std::string_view text, std::string file, Aliases aliases = Aliases::refused);

/// Reads the file at `path`, with aliases; throws TemplateError when it cannot be read.
Template read_template_file(const std::string& path);
/// The text of such a file.
std::string template_text(const std::string& path);

}  // namespace cloche::deploy
