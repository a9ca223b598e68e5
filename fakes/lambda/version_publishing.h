#pragma once
// Publishing: $LATEST as it is now becomes a version with the next number, unless it is what the last one
// was.
#include <optional>
#include <string>

#include "fakes/lambda/store.h"
#include "fakes/lambda/stored_version.h"

namespace cloche::lambda {

/// Publishes what `latest` shows and answers the version: the last one, where nothing has changed since.
/// `description` replaces that of $LATEST. What is under way in $LATEST is so in the version, too.
StoredVersion publish(Store& store, const StoredVersion& latest, const std::string* description = nullptr);

}  // namespace cloche::lambda
