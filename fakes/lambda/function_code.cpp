#include "fakes/lambda/function_code.h"

#include <fmt/core.h>

#include <filesystem>
#include <system_error>

#include "fakes/core/digest.h"
#include "fakes/lambda/code_store.h"
#include "fakes/lambda/errors.h"

namespace cloche::lambda {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view hot_reload_bucket = "hot-reload";

#if defined(__aarch64__)
constexpr const char* machine_architecture = "arm64";
#else
constexpr const char* machine_architecture = "x86_64";
#endif

FunctionCode take_directory(const std::string& name) {
  const fs::path path = fs::path(name).lexically_normal();
  std::error_code error;
  if (!path.is_absolute() || !fs::is_directory(path, error)) {
    throw invalid_parameter(fmt::format(
        "S3Key must name a directory of this machine, by its absolute path, where S3Bucket is {}: {}",
        hot_reload_bucket, name));
  }
  // There is no zip to hash: the directory's name stands for it.
  return {base64(sha256(path.string())), 0, path.string()};
}

FunctionCode take_zip(const wire::Call& call, const std::string& zip) {
  if (zip.size() > max_zip_bytes) {
    // The service refuses the whole request, by the size of its body: 50 MB in base64, and what is around
    // them.
    throw user_error(
        "RequestEntityTooLargeException",
        fmt::format("Request must be smaller than 70167211 bytes for the {} operation", call.operation.name),
        413);
  }
  const CodeStore::Code code = code_store(call.account).add(zip);
  // No function may name it: one that failed, or was only tried.
  call.account.defer([&account = call.account] { say_code_is_dropped(account); });
  return {code.sha256, static_cast<std::int64_t>(code.size), ""};
}

}  // namespace

void FunctionCode::put_into(Edition& edition) const {
  edition.configuration["CodeSha256"] = sha256;
  edition.configuration["CodeSize"] = size;
  edition.directory = directory;
}

FunctionCode take_code(const wire::Call& call, const wire::Structure& code) {
  if (code.has("ImageUri")) throw not_emulated("A function of a container image (ImageUri)");
  if (code.has("ZipFile")) {
    if (code.has("S3Bucket") || code.has("S3Key") || code.has("S3ObjectVersion")) {
      throw invalid_parameter(
          "Please do not provide other FunctionCode parameters when providing a ZipFile.");
    }
    if (code.has("SourceKMSKeyArn")) call.report_unsupported("SourceKMSKeyArn is not used");
    return take_zip(call, code.blob("ZipFile"));
  }
  if (!code.has("S3Bucket") || !code.has("S3Key"))
    throw invalid_parameter("Please provide a source for function code.");
  if (code.string("S3Bucket") == hot_reload_bucket) return take_directory(code.string("S3Key"));
  throw not_emulated("A function's code in an S3 bucket");
}

void take_architectures(const wire::Call& call, const wire::Structure& request, Json& configuration) {
  const Json* const architectures = request.find_json("Architectures");
  if (architectures == nullptr) return;
  configuration["Architectures"] = *architectures;
  if (architectures->at(0) != machine_architecture) {
    call.report_unsupported("Architectures: functions run on this machine's processor, which is another");
  }
}

}  // namespace cloche::lambda
