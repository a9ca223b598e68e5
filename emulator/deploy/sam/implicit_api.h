#pragma once
// Before anything is transformed: the events Api and HttpApi make the APIs that they mean without naming one
// (ServerlessRestApi, ServerlessHttpApi), and put their paths into all APIs whose definition SAM writes.
#include "fakes/core/json.h"

namespace cloche::deploy::sam {

/// Gives a definition to the APIs that have none. Throws InvalidDocument.
void add_default_definitions(Json& document);
/// Throws InvalidDocument, with all events that are wrong.
void add_implicit_rest_api(Json& document);
void add_implicit_http_api(Json& document);

}  // namespace cloche::deploy::sam
