#pragma once
#include "emulator/deploy/sam/schema.h"

namespace cloche::deploy::sam {

/// The properties of AWS::Serverless::GraphQLApi.
const Schema& graphql_schema();

}  // namespace cloche::deploy::sam
