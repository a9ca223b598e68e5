#pragma once
// How STS hands a session over.
#include "fakes/core/json.h"
#include "fakes/iam/credentials.h"

namespace cloche::sts {

/// A Credentials.
Json credentials_document(const iam::NewSession& session);

}  // namespace cloche::sts
