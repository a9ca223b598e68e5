#include <array>

#include "emulator/front/services.h"
#include "fakes/apigateway/service.h"
#include "fakes/cloudformation/service.h"
#include "fakes/cloudwatch/service.h"
#include "fakes/dynamodb/service.h"
#include "fakes/dynamodbstreams/service.h"
#include "fakes/events/service.h"
#include "fakes/iam/service.h"
#include "fakes/lambda/service.h"
#include "fakes/logs/service.h"
#include "fakes/sns/service.h"
#include "fakes/sqs/service.h"
#include "fakes/sts/service.h"

namespace cloche::front {

std::span<const wire::ServiceDefinition* const> fakes() {
  static const std::array all{&apigateway::definition(),
                              &cloudformation::definition(),
                              &cloudwatch::definition(),
                              &dynamodb::definition(),
                              &dynamodbstreams::definition(),
                              &events::definition(),
                              &iam::definition(),
                              &lambda::definition(),
                              &logs::definition(),
                              &sns::definition(),
                              &sqs::definition(),
                              &sts::definition()};
  return all;
}

}  // namespace cloche::front
