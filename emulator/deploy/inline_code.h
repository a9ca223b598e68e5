#pragma once
// A function's code as a template has it: its text (ZipFile), which CloudFormation puts into a file `index`
// and zips; or where it lies.
#include <string>
#include <string_view>

#include "fakes/core/json.h"

namespace cloche::deploy {

/// A zip of one file.
std::string zip_of_file(const std::string& name, std::string_view content);

/// The Code of a function as the operations take it: {"ZipFile": bytes}, or {"S3Bucket", "S3Key"}. A zip
/// file in the bucket "hot-reload" becomes its bytes, for Lambda's fake runs folders. Throws PropertyError,
/// whose path begins with "/Code".
Json function_code(const Json& code, std::string_view runtime);

}  // namespace cloche::deploy
