#include "fakes/sqs/service.h"

#include <array>

#include "fakes/sqs/arrivals.h"
#include "fakes/sqs/clock_set_back.h"
#include "fakes/sqs/delivered.h"
#include "fakes/sqs/move_task.h"
#include "fakes/sqs/operations/operations.h"
#include "fakes/sqs/queue_store.h"

namespace cloche::sqs {

namespace {

constexpr std::array operations{
    wire::OperationEntry{"AddPermission", &add_permission},
    wire::OperationEntry{"CancelMessageMoveTask", &cancel_message_move_task},
    wire::OperationEntry{"ChangeMessageVisibility", &change_message_visibility, true},
    wire::OperationEntry{"ChangeMessageVisibilityBatch", &change_message_visibility_batch, true},
    wire::OperationEntry{"CreateQueue", &create_queue},
    wire::OperationEntry{"DeleteMessage", &delete_message, true},
    wire::OperationEntry{"DeleteMessageBatch", &delete_message_batch, true},
    wire::OperationEntry{"DeleteQueue", &delete_queue},
    wire::OperationEntry{"GetQueueAttributes", &get_queue_attributes},
    wire::OperationEntry{"GetQueueUrl", &get_queue_url},
    wire::OperationEntry{"ListDeadLetterSourceQueues", &list_dead_letter_source_queues},
    wire::OperationEntry{"ListMessageMoveTasks", &list_message_move_tasks},
    wire::OperationEntry{"ListQueueTags", &list_queue_tags},
    wire::OperationEntry{"ListQueues", &list_queues},
    wire::OperationEntry{"PurgeQueue", &purge_queue},
    wire::OperationEntry{"ReceiveMessage", &receive_message, true},
    wire::OperationEntry{"RemovePermission", &remove_permission},
    wire::OperationEntry{"SendMessage", &send_message, true},
    wire::OperationEntry{"SendMessageBatch", &send_message_batch, true},
    wire::OperationEntry{"SetQueueAttributes", &set_queue_attributes},
    wire::OperationEntry{"StartMessageMoveTask", &start_message_move_task},
    wire::OperationEntry{"TagQueue", &tag_queue},
    wire::OperationEntry{"UntagQueue", &untag_queue},
};

constexpr std::array effects{wire::EffectEntry{clock_set_back_effect, &go_back_with_clock},
                             wire::EffectEntry{move_messages_effect, &move_messages},
                             wire::EffectEntry{visible_effect, &ring_bell}};

}  // namespace

const wire::ServiceDefinition& definition() {
  static const wire::ServiceDefinition definition{.name = "sqs",
                                                  .operations = operations,
                                                  .schema = store_schema(),
                                                  .effects = effects,
                                                  .receive = &receive_delivery};
  return definition;
}

}  // namespace cloche::sqs
