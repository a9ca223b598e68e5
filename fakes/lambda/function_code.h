#pragma once
// Where a function's code comes from: a zip that came with the request, or a directory of this machine ("hot
// reload": S3Bucket "hot-reload" and S3Key an absolute path, as users of emulators know it).
#include <cstdint>
#include <string>

#include "fakes/lambda/stored_version.h"
#include "fakes/wire/service.h"

namespace cloche::lambda {

struct FunctionCode {
  std::string sha256;     // base64: CodeSha256
  std::int64_t size = 0;  // bytes of the zip: CodeSize
  std::string directory;  // hot reload; "": in the code store

  void put_into(Edition& edition) const;
};

/// Takes the code that `code` describes: CreateFunction's Code, or an UpdateFunctionCode, which has the same
/// members. Throws InvalidParameterValueException where it can't be had.
FunctionCode take_code(const wire::Call& call, const wire::Structure& code);

/// Takes the instruction set that the same request asks for, if it does, into `configuration`.
void take_architectures(const wire::Call& call, const wire::Structure& request, Json& configuration);

}  // namespace cloche::lambda
