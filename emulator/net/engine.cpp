#include "emulator/net/engine.h"

#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <future>
#include <stdexcept>

namespace cloche::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr int backlog = 4096;
constexpr std::chrono::milliseconds retry_accept_after{50};

/// Each connection takes a file descriptor, and the usual soft limit is 1,024.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

// ---- Port

Port::Port(const std::vector<std::shared_ptr<Loop>>& loops, std::shared_ptr<Service> service)
    : loops_(loops),
      service_(std::move(service)),
      acceptor_(loops.front()->context),
      retry_(loops.front()->context) {}

void Port::open(const std::string& address, std::uint16_t port) {
  error_code error;
  const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
  const asio::ip::tcp::endpoint endpoint(ip, port);
  if (!error) acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(backlog, error);
  if (!error) service_->port = acceptor_.local_endpoint(error).port();
  if (error)
    throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", address, port, error.message()));
}

void Port::accept() {
  if (!acceptor_.is_open()) return;
  const std::shared_ptr<Loop>& loop = loops_[next_++ % loops_.size()];
  acceptor_.async_accept(
      loop->context, [self = shared_from_this(), loop](const error_code& error, Socket socket) {
        if (error) return self->on_refused(error);
        self->exhausted_ = false;
        auto connection = std::make_shared<Connection>(loop, std::move(socket), self->service_);
        if (loop->runs_here()) {
          connection->start();
        } else {
          loop->post([connection = std::move(connection)] { connection->start(); });
        }
        self->accept();
      });
}

void Port::on_refused(const error_code& error) {
  if (!acceptor_.is_open() || error == asio::error::operation_aborted) return;
  const bool exhausted = error == boost::system::errc::too_many_files_open ||
                         error == boost::system::errc::too_many_files_open_in_system ||
                         error == boost::system::errc::no_buffer_space ||
                         error == boost::system::errc::not_enough_memory;
  if (!exhausted) return accept();
  // The client waits in the backlog until a descriptor is free; asking again at once would only burn the
  // processor.
  if (!exhausted_)
    fmt::print(stderr, "net: port {}: {}; waiting for connections to close\n", service_->port,
               error.message());
  exhausted_ = true;
  retry_.expires_after(retry_accept_after);
  retry_.async_wait([self = shared_from_this()](const error_code& aborted) {
    if (!aborted) self->accept();
  });
}

void Port::close() {
  service_->closed = true;
  error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel();
}

// ---- Engine

Engine::Implementation::Implementation(unsigned count) {
  raise_descriptor_limit();
  for (unsigned i = 0; i < std::max(count, 1U); ++i) loops.push_back(std::make_shared<Loop>());
  for (const auto& loop : loops) threads.emplace_back([loop] { loop->run(); });
}

void Engine::Implementation::run_on(Loop& loop, const std::function<void()>& task) {
  if (loop.runs_here()) return task();
  std::promise<void> done;
  const bool posted = loop.post([&] {
    task();
    done.set_value();
  });
  if (posted) done.get_future().wait();
}

Engine::Engine(unsigned threads) : implementation_(std::make_unique<Implementation>(threads)) {}

Engine::~Engine() {
  auto& loops = implementation_->loops;
  Implementation::run_on(*loops.front(), [&] {
    const std::lock_guard lock(implementation_->mutex);
    for (const auto& port : implementation_->ports) port->close();
  });
  for (const auto& loop : loops) {
    loop->post([loop = loop.get(), grace = implementation_->grace] { loop->stop(grace); });
  }
  for (std::thread& thread : implementation_->threads) thread.join();
  // Ports are on the first loop's context, and go before it does.
  implementation_->ports.clear();
}

std::uint16_t Engine::listen(const std::string& address, std::uint16_t port, Handler handler,
                             const Limits& limits, Planner planner) {
  auto service = std::make_shared<Service>();
  service->handler = std::move(handler);
  service->planner = std::move(planner);
  service->limits = limits;
  if (limits.follows_answers) service->followed = implementation_->loops;
  auto opened = std::make_shared<Port>(implementation_->loops, service);
  opened->open(address, port);
  {
    const std::lock_guard lock(implementation_->mutex);
    implementation_->ports.push_back(opened);
  }
  implementation_->loops.front()->post([opened] { opened->accept(); });
  return service->port;
}

void Engine::close(std::uint16_t number) {
  std::vector<std::shared_ptr<Port>> closing;
  {
    const std::lock_guard lock(implementation_->mutex);
    std::erase_if(implementation_->ports, [&](const std::shared_ptr<Port>& port) {
      if (port->service()->port != number) return false;
      closing.push_back(port);
      return true;
    });
  }
  if (closing.empty()) return;
  Implementation::run_on(*implementation_->loops.front(), [&] {
    for (const auto& port : closing) port->close();
  });
  for (const auto& loop : implementation_->loops) {
    loop->post([loop = loop.get()] { loop->retire_peers(); });
  }
}

void Engine::post(std::move_only_function<void()> task) {
  auto& loops = implementation_->loops;
  loops[implementation_->next_loop++ % loops.size()]->post(std::move(task));
}

void Engine::after(std::chrono::milliseconds delay, std::move_only_function<void()> task) {
  auto& loops = implementation_->loops;
  Loop& loop = *loops[implementation_->next_loop++ % loops.size()];
  loop.post([&loop, at = Loop::Clock::now() + delay, task = std::move(task)]() mutable {
    loop.run_at(at, std::move(task));
  });
}

void Engine::set_grace(std::chrono::milliseconds grace) { implementation_->grace = grace; }

std::size_t Engine::connections() const {
  std::size_t sum = 0;
  for (const auto& loop : implementation_->loops) sum += loop->connection_count;
  return sum;
}

}  // namespace cloche::net
