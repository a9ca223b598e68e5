#include "emulator/front/accounts.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <span>
#include <stdexcept>
#include <vector>

#include "fakes/core/fault.h"

namespace cloche::front {

namespace {

constexpr std::string_view file_extension = ".sqlite";

void lock_all(std::span<const std::shared_ptr<World>> worlds, const std::function<void()>& act) {
  if (worlds.empty()) return act();
  worlds.front()->account->transact(Account::Deferred::waits, [&] { lock_all(worlds.subspan(1), act); });
}

// One seed for the run, and a sequence of its own for each account.
std::optional<std::uint64_t> seed_of(std::string_view number, std::optional<std::uint64_t> seed) {
  if (!seed) return std::nullopt;
  std::uint64_t value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return *seed + value;
}

}  // namespace

bool is_account_number(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Accounts::Accounts(const Services& services, effects::Effects& effects, Settings settings,
                   std::function<void(World&)> opened)
    : services_(services), effects_(effects), settings_(std::move(settings)), opened_(std::move(opened)) {
  files_ = settings_.data.empty() ? temporary_files_.emplace().path() : settings_.data / "files";
  main_ = &open(default_account);
  if (settings_.data.empty()) return;
  std::vector<std::string> numbers;
  for (const auto& entry : std::filesystem::directory_iterator(settings_.data)) {
    const std::string number = entry.path().stem().string();
    if (entry.path().extension() == file_extension && is_account_number(number)) numbers.push_back(number);
  }
  for (const std::string& number : numbers) numbered(number);
}

Accounts::~Accounts() {
  for (const auto& [number, world] : numbered_) effects_.forget(*world->account);
  for (const auto& [port, world] : forks_) effects_.forget(*world->account);
}

void Accounts::serve_at(std::uint16_t port) {
  const std::unique_lock lock(mutex_);
  port_ = port;
  for (const auto& [number, world] : numbered_) begin(*world, port);
}

void Accounts::begin(World& world, std::uint16_t port) {
  world.port = port;
  world.move_home();
  effects_.look_after(world.account);
}

World* Accounts::find(std::string_view number) {
  if (number == default_account) return main_;
  const std::shared_lock lock(mutex_);
  const auto found = numbered_.find(number);
  return found == numbered_.end() ? nullptr : found->second.get();
}

World& Accounts::numbered(std::string_view number) {
  World* found = find(number);
  return found != nullptr ? *found : open(number);
}

World& Accounts::open(std::string_view number) {
  const std::unique_lock lock(mutex_);
  if (const auto found = numbered_.find(number); found != numbered_.end()) return *found->second;
  const Account::Settings settings{.number = std::string(number),
                                   .seed = seed_of(number, settings_.seed),
                                   .time = settings_.time,
                                   .files = files_,
                                   .runtime_refusal = settings_.runtime_refusal};
  std::shared_ptr<Account> account;
  if (settings_.data.empty()) {
    account = std::make_shared<Account>(Database::in_memory(), services_.schemas(), settings);
  } else {
    const auto path = settings_.data / (std::string(number) + std::string(file_extension));
    try {
      std::filesystem::create_directories(settings_.data);
      account = std::make_shared<Account>(Database::open(path.string()), services_.schemas(), settings);
    } catch (const std::exception& error) {
      throw std::runtime_error(
          fmt::format("the data of account {} can't be opened: {}", number, error.what()));
    }
    if (account->number() != number) {
      throw std::runtime_error(
          fmt::format("{} holds the data of account {}", path.string(), account->number()));
    }
  }
  auto world = std::make_shared<World>(account, settings_.strict);
  World& opened = *world;
  opened_(opened);
  by_account_.emplace(account.get(), &opened);
  numbered_.emplace(number, std::move(world));
  if (port_) begin(opened, *port_);
  return opened;
}

bool Accounts::is_alone() {
  const std::shared_lock lock(mutex_);
  return numbered_.size() == 1;
}

World& Accounts::of(const Account& account) {
  const std::shared_lock lock(mutex_);
  const auto found = by_account_.find(&account);
  if (found == by_account_.end()) fail("account {} is not open", account.number());
  return *found->second;
}

// Under the lock.
std::vector<std::shared_ptr<World>> Accounts::worlds() const {
  std::vector<std::shared_ptr<World>> worlds;
  for (const auto& [number, world] : numbered_) worlds.push_back(world);
  for (const auto& [port, world] : forks_) worlds.push_back(world);
  return worlds;
}

void Accounts::for_each(const std::function<void(World&)>& act) {
  std::vector<std::shared_ptr<World>> all;
  {
    const std::shared_lock lock(mutex_);
    all = worlds();
  }
  for (const auto& world : all) act(*world);
}

// Nobody else has the locks of two accounts.
void Accounts::in_all(const std::function<void(const std::vector<std::shared_ptr<World>>&)>& act) {
  const std::unique_lock no_copies(copying_);
  const std::shared_lock no_new_ones(mutex_);
  const auto all = worlds();
  lock_all(all, [&] { act(all); });
}

Accounts::Fork Accounts::fork(World& world,
                              const std::function<std::uint16_t(std::shared_ptr<World>)>& open_port) {
  const auto until_it_is_one_of_these = copying();
  auto fork = std::make_shared<World>(std::shared_ptr<Account>(world.account->fork()), settings_.strict);
  fork->is_fork = true;
  // Before the first request can come in.
  opened_(*fork);
  {
    const std::unique_lock lock(mutex_);
    by_account_.emplace(fork->account.get(), fork.get());
  }
  try {
    const std::uint16_t port = open_port(fork);
    begin(*fork, port);
    const std::unique_lock lock(mutex_);
    forks_[port] = fork;
    return {std::move(fork), port};
  } catch (...) {
    effects_.forget(*fork->account);
    const std::unique_lock lock(mutex_);
    by_account_.erase(fork->account.get());
    throw;
  }
}

std::shared_ptr<World> Accounts::fork_at(std::uint16_t port) {
  const std::shared_lock lock(mutex_);
  const auto found = forks_.find(port);
  return found == forks_.end() ? nullptr : found->second;
}

std::optional<std::uint16_t> Accounts::end_fork(World& fork) {
  std::uint16_t port = 0;
  {
    const std::unique_lock lock(mutex_);
    const auto found =
        std::ranges::find_if(forks_, [&](const auto& entry) { return entry.second.get() == &fork; });
    if (found == forks_.end()) return std::nullopt;
    port = found->first;
    forks_.erase(found);
  }
  effects_.forget(*fork.account);
  const std::unique_lock lock(mutex_);
  by_account_.erase(fork.account.get());
  return port;
}

}  // namespace cloche::front
