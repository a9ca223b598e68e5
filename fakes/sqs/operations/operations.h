#pragma once
// The operations of SQS; service.cpp has their table.
#include "fakes/wire/service.h"

namespace cloche::sqs {

using wire::Answer;
using wire::Call;
using wire::Structure;

Answer add_permission(Call& call, const Structure& request);
Answer cancel_message_move_task(Call& call, const Structure& request);
Answer change_message_visibility(Call& call, const Structure& request);
Answer change_message_visibility_batch(Call& call, const Structure& request);
Answer create_queue(Call& call, const Structure& request);
Answer delete_message(Call& call, const Structure& request);
Answer delete_message_batch(Call& call, const Structure& request);
Answer delete_queue(Call& call, const Structure& request);
Answer get_queue_attributes(Call& call, const Structure& request);
Answer get_queue_url(Call& call, const Structure& request);
Answer list_dead_letter_source_queues(Call& call, const Structure& request);
Answer list_message_move_tasks(Call& call, const Structure& request);
Answer list_queue_tags(Call& call, const Structure& request);
Answer list_queues(Call& call, const Structure& request);
Answer purge_queue(Call& call, const Structure& request);
Answer receive_message(Call& call, const Structure& request);
Answer remove_permission(Call& call, const Structure& request);
Answer send_message(Call& call, const Structure& request);
Answer send_message_batch(Call& call, const Structure& request);
Answer set_queue_attributes(Call& call, const Structure& request);
Answer start_message_move_task(Call& call, const Structure& request);
Answer tag_queue(Call& call, const Structure& request);
Answer untag_queue(Call& call, const Structure& request);

}  // namespace cloche::sqs
