#include "emulator/front/pipeline.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <span>
#include <utility>

#include "emulator/front/api_owner.h"
#include "emulator/front/authentication.h"
#include "emulator/front/bare_answers.h"
#include "emulator/front/code_download.h"
#include "emulator/front/compression.h"
#include "emulator/front/cross_origin.h"
#include "emulator/front/exchange.h"
#include "emulator/front/refusal.h"
#include "fakes/core/fault.h"
#include "fakes/wire/validate.h"

namespace cloche::front {

namespace {

// What a step leaves to be done: the next one, the closing steps (it has answered), nothing (it has handed
// the answering on), or to go on from this step when what it waits for has come.
enum class Then { next_step, close, nothing, park };

using Step = Then (*)(const Pipeline& pipeline, Exchange& exchange);

Then answer_admin(const Pipeline& pipeline, Exchange& exchange) {
  if (!Admin::is_admin(exchange.request)) return Then::next_step;
  pipeline.admin().answer(std::move(exchange.fork), std::move(exchange.request), std::move(exchange.respond));
  return Then::nothing;
}

Then answer_code_download(const Pipeline& pipeline, Exchange& exchange) {
  if (!is_code_download(exchange.request)) return Then::next_step;
  // Code is kept in one place for all accounts.
  const lambda::CodeStore store = lambda::code_store(*pipeline.accounts().main().account);
  exchange.respond(download_code(exchange.request, store));
  return Then::nothing;
}

void give_ids(Exchange& exchange, bool long_request_id) {
  RequestIds& ids = exchange.world->ids;
  exchange.request_id = ids.next(long_request_id);
  exchange.trace_id =
      ids.trace(exchange.request.headers.get("x-amzn-trace-id"), exchange.world->account->clock().now());
}

Then recognise_api(const Pipeline& pipeline, Exchange& exchange) {
  exchange.api = gateway::address_of(exchange.request);
  if (!exchange.api) return Then::next_step;
  exchange.world =
      exchange.fork != nullptr ? exchange.fork.get() : &owner_of_api(pipeline.accounts(), exchange.api->api);
  give_ids(exchange, false);
  return Then::park;
}

Then unpack_body(const Pipeline&, Exchange& exchange) {
  unpack(exchange);
  return Then::next_step;
}

Then find_out_what_is_asked(const Pipeline& pipeline, Exchange& exchange) {
  exchange.signature = wire::parse_signature(exchange.request);
  exchange.destination = find_destination(pipeline.services(), exchange.request, exchange.signature);
  return Then::next_step;
}

Then choose_account(const Pipeline& pipeline, Exchange& exchange) {
  exchange.world = exchange.fork != nullptr
                       ? exchange.fork.get()
                       : &account_of_key(pipeline.accounts(), exchange.signature.access_key_id);
  return Then::next_step;
}

Then name_it(const Pipeline&, Exchange& exchange) {
  give_ids(exchange, has_long_request_ids(exchange.destination.service));
  return Then::next_step;
}

Then answer_preflight(const Pipeline&, Exchange& exchange) {
  return is_preflight(exchange) ? (write_preflight(exchange), Then::close) : Then::next_step;
}

Then answer_barely(const Pipeline&, Exchange& exchange) {
  return write_bare_answer(exchange) ? Then::close : Then::next_step;
}

Then require_operation(const Pipeline&, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  if (destination.service == nullptr && !destination.service_name.empty()) {
    throw not_emulated(fmt::format("The service {}", destination.service_name));
  }
  if (destination.operation == nullptr) throw unknown_operation(destination);
  return Then::next_step;
}

Then authenticate(const Pipeline&, Exchange& exchange) {
  exchange.caller = authenticated_caller(exchange);
  return Then::next_step;
}

Then require_function(const Pipeline&, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  if (destination.service->function(*destination.operation) == nullptr) {
    throw not_emulated(
        fmt::format("{} of {}", destination.operation->name, destination.service->model->full_name));
  }
  // What is packed is S3's own, which keeps it so.
  if (is_packed(exchange.request) && !exchange.sent_sha256 &&
      destination.codec != &wire::codec_of(wire::model::Protocol::rest_xml)) {
    throw not_emulated("A compressed request (Content-Encoding: gzip)");
  }
  return Then::next_step;
}

Then decode(const Pipeline&, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  exchange.decoded = true;
  exchange.document = destination.codec->decode(*destination.service->model, *destination.operation,
                                                exchange.request, destination.labels);
  return Then::next_step;
}

Then validate(const Pipeline&, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  if (destination.operation->input != nullptr) {
    wire::validate(*destination.service->model, *destination.operation->input, exchange.document);
  }
  return Then::next_step;
}

Then run(const Pipeline& pipeline, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  const wire::model::Operation& operation = *destination.operation;
  const wire::OperationEntry& entry = destination.service->entry(operation);
  const wire::Structure request(wire::model::input_of(operation), exchange.document);
  World& world = *exchange.world;
  wire::Call call{*world.account,
                  destination.region,
                  exchange.caller,
                  exchange.request_id,
                  *destination.service->model,
                  operation,
                  world.unsupported,
                  exchange.request.headers.get("host"),
                  exchange.trace_id,
                  exchange.may_wait && !pipeline.stopping()};
  const auto deferred = entry.overtakes ? Account::Deferred::waits : Account::Deferred::is_done_first;
  exchange.answer = world.account->transact(deferred, [&] {
    wire::Answer answer = exchange.proceed ? exchange.proceed() : entry.function(call, request);
    if (answer.wait) exchange.ticket = world.waiting.enter(answer.wait->bell);
    return answer;
  });
  return exchange.answer.wait || exchange.answer.invocation ? Then::park : Then::next_step;
}

Then encode(const Pipeline&, Exchange& exchange) {
  const Destination& destination = exchange.destination;
  static_cast<wire::HttpResponse&>(exchange.response) = destination.codec->encode(
      *destination.service->model, *destination.operation, exchange.answer.document, exchange.request_id);
  return Then::close;
}

// The order is AWS's where it can be seen from outside: what is asked before who asks, who asks before what
// the body says.
constexpr Step steps[] = {
    answer_admin,            // /_cloche/… and /_localstack/health have an API of their own
    answer_code_download,    // neither has what Lambda says is in a bucket of its own
    recognise_api,           // what an API of the account is asked has no more to do with AWS's own
    unpack_body,             // where it came as gzip
    find_out_what_is_asked,  // service, region, operation, protocol, credentials
    choose_account,          // by the endpoint, then by the credentials
    name_it,                 // request id and trace id
    answer_preflight,        // a browser that asks whether it may
    answer_barely,           // what the service's HTTP server answers by itself
    require_operation,       // the model must know it
    authenticate,            // the signature: its form, and itself where its secret is known
    require_function,        // "not emulated"
    decode,                  // the message as a document of the input shape
    validate,                // against the model's constraints
    run,                     // the operation, as one unit of work under the account's lock
    encode,                  // its answer as a message
};

const std::size_t run_step = static_cast<std::size_t>(std::ranges::find(steps, &run) - steps);

using ClosingStep = void (*)(Exchange& exchange);

void match_content_type(Exchange& exchange) {
  // AWS JSON is answered as the content type by which it was asked, plain JSON where that was none.
  if (exchange.destination.codec != &wire::json_codec() || !exchange.response.headers.has("content-type"))
    return;
  if (exchange.request.headers.get("content-type").starts_with("application/x-amz-json-")) return;
  exchange.response.headers.set("Content-Type", "application/json");
}

void record(Exchange& exchange) {
  if (exchange.world == nullptr) return;  // a fault before it was known
  const Destination& destination = exchange.destination;
  LoggedRequest logged;
  const auto duration = std::chrono::steady_clock::now() - exchange.began;
  logged.time = exchange.world->account->clock().now();
  logged.region = std::move(exchange.destination.region);
  if (destination.service != nullptr) logged.service = destination.service->model->name;
  if (exchange.api) logged.service = "execute-api";
  logged.api_operation = std::move(exchange.api_operation);
  if (destination.operation != nullptr) logged.operation = destination.operation->name;
  logged.caller = std::move(exchange.caller.arn);
  logged.status = exchange.response.status;
  logged.error = std::move(exchange.error);
  logged.duration = std::chrono::duration_cast<std::chrono::microseconds>(duration);
  logged.request_id = std::move(exchange.request_id);
  logged.trace_id = std::move(exchange.trace_id);
  exchange.world->requests.add(std::move(logged));
}

void send(Exchange& exchange) { exchange.respond(std::move(exchange.response)); }

// What happens to every answer, an error too.
constexpr ClosingStep closing_steps[] = {
    match_content_type,
    pack,          // what is large, for who can read it
    allow_origin,  // a browser may read it
    record,        // in the account's log
    send,
};

Then go(const Pipeline& pipeline, Exchange& exchange, std::size_t from) {
  for (const Step step : std::span(steps).subspan(from)) {
    const Then then = step(pipeline, exchange);
    if (then != Then::next_step) return then;
  }
  fail("the pipeline has no end");
}

}  // namespace

void Pipeline::handle(std::shared_ptr<World> fork, net::Request request, net::Responder respond) const {
  go_on(std::make_unique<Exchange>(std::move(request), std::move(respond), std::move(fork)), 0);
}

void Pipeline::go_on(std::unique_ptr<Exchange> exchange, std::size_t step) const {
  try {
    const Then then = go(*this, *exchange, step);
    if (then == Then::nothing) return;
    if (then == Then::park) return park(std::move(exchange));
  } catch (const ApiError& error) {
    write_refusal(*exchange, error);
  } catch (const std::exception& fault) {
    write_fault(*exchange, fault);
  }
  for (const ClosingStep closing : closing_steps) closing(*exchange);
}

// API Gateway's answers are as they are: no step of a service has a say in them.
void Pipeline::call_api(std::unique_ptr<Exchange> exchange) const {
  World& world = *exchange->world;
  gateway::Received received{.request = std::move(exchange->request),
                             .address = *exchange->api,
                             .request_id = exchange->request_id,
                             .invocation_id = world.ids.next(false),
                             .trace_id = exchange->trace_id};
  world.apis->serve(std::move(received), [parked = std::move(exchange)](gateway::Served served) {
    if (!served.not_emulated.empty())
      parked->world->unsupported.count("execute-api", served.operation, served.not_emulated);
    parked->destination.region = std::move(served.region);
    parked->api_operation = std::move(served.operation);
    parked->error = std::move(served.error);
    parked->response = std::move(served.response);
    record(*parked);
    send(*parked);
  });
}

void Pipeline::park(std::unique_ptr<Exchange> exchange) const {
  World& world = *exchange->world;
  if (exchange->api) return call_api(std::move(exchange));
  if (auto invocation = std::exchange(exchange->answer.invocation, nullptr)) {
    outside_.run_function(world, std::move(invocation),
                          [this, parked = std::move(exchange)](auto proceed) mutable {
                            parked->proceed = std::move(proceed);
                            go_on(std::move(parked), run_step);
                          });
    return;
  }
  const auto end = exchange->began + exchange->answer.wait->most;
  const auto most =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
  const Waiting::Ticket ticket = exchange->ticket;
  const auto fork = exchange->fork;  // keeps the world
  world.waiting.wait(ticket, [this, end, parked = std::move(exchange)]() mutable {
    outside_.after({}, [this, end, again = std::move(parked)]() mutable {
      again->may_wait = std::chrono::steady_clock::now() < end;
      go_on(std::move(again), run_step);
    });
  });
  outside_.after(most, [&world, fork, ticket] { world.waiting.let_go(ticket); });
}

void Pipeline::stop_waiting() {
  stopping_ = true;
  accounts_.for_each([](World& world) { world.waiting.ring(""); });
}

}  // namespace cloche::front
